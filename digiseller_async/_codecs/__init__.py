"""Read and write the wire's formats: JSON, XML, multipart, and the scalars in them."""

"""The formats of the wire: JSON, XML, multipart, and the scalars in them."""

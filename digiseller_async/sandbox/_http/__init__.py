"""sandbox._http."""

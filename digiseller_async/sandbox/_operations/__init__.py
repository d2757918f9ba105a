"""sandbox._operations."""

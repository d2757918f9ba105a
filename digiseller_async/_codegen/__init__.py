"""Generate code and documentation from the table in `spec`; nothing in the package imports this."""

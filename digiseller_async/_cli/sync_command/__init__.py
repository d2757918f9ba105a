"""The command ``digiseller sync``, and how it reports."""

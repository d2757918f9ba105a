"""The command ``digiseller export``, and how it reports."""

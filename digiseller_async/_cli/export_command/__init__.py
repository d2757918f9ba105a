"""The command ``digiseller export``, its formats, and how it goes on and reports."""

"""The command ``digiseller call``: any operation of the table, from the command line."""

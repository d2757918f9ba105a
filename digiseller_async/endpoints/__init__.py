"""The operations, one generated module for each group; loaded when a group is first used."""

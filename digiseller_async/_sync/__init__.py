"""Keep a database up to date with what a seller has."""

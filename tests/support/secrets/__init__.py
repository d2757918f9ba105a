"""Find secrets in whatever a call shows: what records it, and services that repeat every secret."""

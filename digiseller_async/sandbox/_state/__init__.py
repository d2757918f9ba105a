"""What a seller has; it knows nothing of HTTP."""

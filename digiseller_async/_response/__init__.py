"""_response."""

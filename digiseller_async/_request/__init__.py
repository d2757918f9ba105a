"""_request."""

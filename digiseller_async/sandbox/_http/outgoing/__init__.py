"""Calls that the sandbox makes itself."""

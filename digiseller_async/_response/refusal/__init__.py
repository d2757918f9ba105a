"""Refusals: what a status and an envelope mean, and the reason that an answer gives."""

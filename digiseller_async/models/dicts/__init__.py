"""Dicts that may stand for models in arguments; generated: do not edit."""

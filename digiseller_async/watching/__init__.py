"""Lists that are watched: what is new in them is given as it comes."""

from .watch import Watch

__all__ = ["Watch"]

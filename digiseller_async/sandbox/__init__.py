"""Sizes and a seed come in; a stateful fake of the service behind a real socket goes out.

It is written from the service's pages and imports nothing of the SDK, so that the two can disagree.
"""

from .box import Sandbox
from .counts import Recorded
from .routes import ROUTES, Route
from .troubles import Trouble

__all__ = ["ROUTES", "Recorded", "Route", "Sandbox", "Trouble"]

"""Sizes and a seed come in; a stateful fake of the service behind a real socket goes out.

It is written from the service's pages and imports nothing of the SDK, so that the two can disagree.
"""

from ._http.counters import Recorded
from ._http.faults import Fault
from ._http.routes import ROUTES, Route
from .sandbox import Sandbox

__all__ = ["ROUTES", "Fault", "Recorded", "Route", "Sandbox"]

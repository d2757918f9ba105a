"""All kinds of trouble by name."""

from __future__ import annotations

from .fault import Fault
from .faults_said import COMPRESSIONS, DOCUMENTS, HONEST, STATUSES
from .faults_wire import CONNECTIONS, FRAMING

FAULTS: dict[str, Fault] = {**CONNECTIONS, **FRAMING, **STATUSES, **DOCUMENTS, **COMPRESSIONS}

__all__ = ["FAULTS", "HONEST"]

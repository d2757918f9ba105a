"""List all faults by name."""

from __future__ import annotations

from .answer_faults import COMPRESSIONS, DOCUMENTS, HONEST, STATUSES
from .connection_faults import CONNECTIONS, FRAMING, TLS
from .fault import Fault

CONNECTION_FAULTS: dict[str, Fault] = {**CONNECTIONS, **FRAMING, **TLS}
FAULTS: dict[str, Fault] = {**CONNECTION_FAULTS, **STATUSES, **DOCUMENTS, **COMPRESSIONS}

__all__ = ["CONNECTION_FAULTS", "FAULTS", "HONEST"]

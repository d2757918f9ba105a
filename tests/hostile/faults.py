"""List all faults by name."""

from __future__ import annotations

from .answer_faults import COMPRESSIONS, DOCUMENTS, HONEST, STATUSES
from .connection_faults import CONNECTIONS, FRAMING, TLS
from .fault import Fault

FAULTS: dict[str, Fault] = {
    **CONNECTIONS,
    **FRAMING,
    **TLS,
    **STATUSES,
    **DOCUMENTS,
    **COMPRESSIONS,
}

__all__ = ["FAULTS", "HONEST"]

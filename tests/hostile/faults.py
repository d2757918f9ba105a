"""List all faults by name."""

from __future__ import annotations

from .connection_faults import CONNECTIONS, FRAMING, TLS
from .document_faults import COMPRESSIONS, DOCUMENTS, HONEST
from .fault import Fault
from .status_faults import STATUSES

CONNECTION_FAULTS: dict[str, Fault] = {**CONNECTIONS, **FRAMING, **TLS}
FAULTS: dict[str, Fault] = {**CONNECTION_FAULTS, **STATUSES, **DOCUMENTS, **COMPRESSIONS}

__all__ = ["CONNECTION_FAULTS", "FAULTS", "HONEST"]

"""A request comes in; what it asks for, apart from HTTP, goes out."""

from collections.abc import Mapping
from dataclasses import dataclass

from .query import Arguments
from .uploads import Received


@dataclass(frozen=True)
class Call:
    """What is asked, apart from HTTP."""

    arguments: Arguments
    names: Mapping[str, str]
    content_type: str
    body: bytes
    received: Received
    is_owner: bool = False
    first_page: bool = False

    def id_in_path(self, name: str) -> int | None:
        """Return a whole number in the path."""
        return Arguments(self.names.items()).integer(name)

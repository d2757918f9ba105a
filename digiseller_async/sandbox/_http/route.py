"""Nothing comes in; the word for an operation's place in the service goes out."""

from dataclasses import dataclass
from enum import Enum


class Access(Enum):
    """Whether an operation asks for a token."""

    TOKEN = "token"  # noqa: S105 (a word, and no secret)
    OPTIONAL = "optional"
    PUBLIC = "public"


class Formats(Enum):
    """What an operation answers in."""

    BOTH = "JSON unless XML is asked for"
    XML_FIRST = "XML unless JSON is asked for"
    JSON = "JSON only"
    XML = "XML only"
    FILE = "a file"


@dataclass(frozen=True)
class Route:
    """Where an operation is, and the permission that its page asks for."""

    operation: str
    method: str
    path: str
    permission: str | None
    access: Access = Access.TOKEN
    formats: Formats = Formats.BOTH

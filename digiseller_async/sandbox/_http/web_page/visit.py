"""Hold what a view of the page is made from, and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..._state.moments import MOSCOW
from ..._state.seller import Seller
from ..call import Arguments
from ..sandbox_state import SandboxState
from .markup import Html

NOTHING = Arguments(())


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody looks at the page.

    Attributes:
        state: The sandbox.
        origin: Where the browser found it, as ``http://127.0.0.1:49152``.
        path: The path of the view, without the query.
        path_params: What the path names.
        query: The arguments in the query.
        given: What was written into a form that could not be carried out.
        problem: Why it could not.
    """

    state: SandboxState
    origin: str
    path: str
    path_params: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Arguments = NOTHING
    given: Arguments = NOTHING
    problem: str | None = None

    @property
    def seller(self) -> Seller:
        """The seller whose shop is shown."""
        return self.state.seller

    def prefilled(self, name: str, default: str = "") -> str:
        """Return what a field of a form has at first."""
        return self.given.text(name) or default

    def moment(self, seconds: float) -> datetime:
        """Return a moment on Moscow's clock, as those of orders are."""
        return datetime.fromtimestamp(seconds, MOSCOW).replace(tzinfo=None)


@dataclass(frozen=True, kw_only=True)
class View:
    """What one view shows: its title, its content, and the seconds until it is loaded again."""

    title: str
    content: Html
    refresh: int | None = None


Show = Callable[[Visit], View]

"""Choose the kinds that are exported, and open the lists that each is read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from ..._client import Digiseller
from ..._kinds import KINDS, Kind, Span, TimedKind
from ...pagination import Drift, Paginator
from .period import Period
from .single_answers import SINGLE_ANSWERS

ALL = "all"
EXPORTED = (*KINDS, *SINGLE_ANSWERS)
KIND_NAMES = tuple(kind.name for kind in EXPORTED)
_ANY_TEMPLATE = 1  # checking the page size needs an id, and sends nothing


def select_kinds(names: tuple[str, ...]) -> tuple[Kind, ...]:
    """Return the kinds of these *names* in the order of the table; no names are all."""
    selected = KIND_NAMES if not names or ALL in names else names
    return tuple(kind for kind in EXPORTED if kind.name in selected)


@frozen(kw_only=True)
class KindLists:
    """The lists that a kind is read from through a client: one, or one of each template."""

    kind: Kind
    ds: Digiseller
    page_size: int
    period: Period

    async def templates(self) -> tuple[Sequence[int | None], Sequence[Drift]]:
        """Return the templates whose lists are read, and how their own list changed meanwhile.

        None stands for the list of the kind itself.
        """
        if not self.kind.is_per_template:
            return (None,), ()
        templates = self.ds.templates.list(page_size=self.page_size)
        # All ids first: reading the products takes long, and the list may change meanwhile.
        ids = [template.id async for template in templates]
        return ids, templates.report.drift

    def open(self, template_id: int | None) -> Paginator[Any]:
        """Return the list of the kind, or that of a template.

        Raises `ArgumentError` or `ConfigurationError` if the kind cannot be read so.
        """
        kind, ds = self.kind, self.ds
        if self.period and isinstance(kind, TimedKind):
            span = Span(start=self.period.since, finish=self.period.until, page_size=self.page_size)
            return kind.between(ds, span)
        return kind.open(ds, self.page_size, template_id or _ANY_TEMPLATE)

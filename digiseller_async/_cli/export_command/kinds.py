"""Choose the kinds that are exported, and open the lists that each is read from."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from attrs import asdict, frozen

from ..._client import Digiseller
from ..._kinds import KINDS, Kind
from ...pagination import Drift, Paginator

ALL = "all"
KIND_NAMES = tuple(kind.name for kind in KINDS)
_ANY_TEMPLATE = 1  # checking the page size needs an id, and sends nothing


@frozen(kw_only=True)
class ExportedList:
    """One list of a kind; a list of a template's products has the template's id."""

    paginator: Paginator[Any]
    template_id: int | None
    is_last: bool

    def rows(self, items: tuple[Any, ...]) -> list[dict[str, Any]]:
        """Return what is written for *items*: their fields, in the order of the models."""
        first = {} if self.template_id is None else {"template_id": self.template_id}
        return [{**first, **asdict(item, recurse=False)} for item in items]


def check_page_size(kind: Kind, ds: Digiseller, page_size: int) -> None:
    """Raise `ArgumentError` or `ConfigurationError` if *kind* cannot be read so."""
    kind.open(ds, page_size, _ANY_TEMPLATE)


async def lists_of(
    kind: Kind, ds: Digiseller, page_size: int, drift: list[Drift]
) -> AsyncGenerator[ExportedList, None]:
    """Give the lists of *kind*; append to *drift* how the list of templates changed meanwhile."""
    if not kind.is_per_template:
        paginator = kind.open(ds, page_size, _ANY_TEMPLATE)
        yield ExportedList(paginator=paginator, template_id=None, is_last=True)
        return
    templates = ds.templates.list(page_size=page_size)
    # All ids first: reading the products takes long, and the list may change meanwhile.
    ids = [template.id async for template in templates]
    drift += templates.report.drift
    for one in ids:
        paginator = kind.open(ds, page_size, one)
        yield ExportedList(paginator=paginator, template_id=one, is_last=one == ids[-1])


def select_kinds(names: tuple[str, ...]) -> tuple[Kind, ...]:
    """Return the kinds of these *names* in the order of the table; no names are all."""
    selected = KIND_NAMES if not names or ALL in names else names
    return tuple(kind for kind in KINDS if kind.name in selected)

"""Define the kinds of data that can be exported, and the lists that each is read from."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Any

from attrs import asdict, frozen

from .._client import Digiseller
from ..pagination import Drift, Paginator

ALL = "all"
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


@frozen(kw_only=True)
class Kind:
    """A kind of data; *open* returns a list of it for a client, a page size, and a template."""

    name: str
    open: Callable[[Digiseller, int, int], Paginator[Any]]
    is_per_template: bool = False

    def check(self, ds: Digiseller, page_size: int) -> None:
        """Raise `ArgumentError` or `ConfigurationError` if this kind cannot be read so."""
        self.open(ds, page_size, _ANY_TEMPLATE)

    async def lists(
        self, ds: Digiseller, page_size: int, drift: list[Drift]
    ) -> AsyncGenerator[ExportedList, None]:
        """Give the lists; append to *drift* how the list of templates changed meanwhile."""
        if not self.is_per_template:
            paginator = self.open(ds, page_size, _ANY_TEMPLATE)
            yield ExportedList(paginator=paginator, template_id=None, is_last=True)
            return
        templates = ds.templates.list(page_size=page_size)
        # All ids first: reading the products takes long, and the list may change meanwhile.
        ids = [template.id async for template in templates]
        drift += templates.report.drift
        for one in ids:
            paginator = self.open(ds, page_size, one)
            yield ExportedList(paginator=paginator, template_id=one, is_last=one == ids[-1])


KINDS = (
    Kind(name="receipts", open=lambda ds, size, _: ds.account.receipts(page_size=size)),
    Kind(
        name="external-operations",
        open=lambda ds, size, _: ds.account.external_operations(page_size=size),
    ),
    Kind(name="templates", open=lambda ds, size, _: ds.templates.list(page_size=size)),
    Kind(
        name="template-products",
        open=lambda ds, size, template: ds.templates.products(template, page_size=size),
        is_per_template=True,
    ),
    Kind(name="offers", open=lambda ds, size, _: ds.offers.list(page_size=size)),
)
KIND_NAMES = tuple(kind.name for kind in KINDS)


def select_kinds(names: tuple[str, ...]) -> tuple[Kind, ...]:
    """Return the kinds of these *names* in the order of the table; no names are all."""
    selected = KIND_NAMES if not names or ALL in names else names
    return tuple(kind for kind in KINDS if kind.name in selected)

"""A client comes in; the lists that make up one kind go out: the table of what can be exported."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Any

from attrs import asdict, frozen

from .._client import Digiseller
from ..pagination.paginator import Paginator
from ..pagination.walk import Drift

ALL = "all"
_ANY_TEMPLATE = 1  # stands for one while the page size is checked, which sends nothing


@frozen(kw_only=True)
class Job:
    """A kind, and how its lists are opened: client, page size, template."""

    kind: str
    open: Callable[[Digiseller, int, int], Paginator[Any]]
    is_per_template: bool = False

    def check(self, ds: Digiseller, page_size: int) -> None:
        """Raise `ArgumentError` or `ConfigurationError` if this kind cannot be read so."""
        self.open(ds, page_size, _ANY_TEMPLATE)


@frozen(kw_only=True)
class Part:
    """One list of a kind; a template's products are told apart by their template's id."""

    paginator: Paginator[Any]
    template_id: int | None
    is_last: bool

    def rows(self, items: tuple[Any, ...]) -> list[dict[str, Any]]:
        """Return what is written of *items*: their fields, in the order of the models."""
        first = {} if self.template_id is None else {"template_id": self.template_id}
        return [{**first, **asdict(item, recurse=False)} for item in items]


JOBS = (
    Job(kind="receipts", open=lambda ds, size, _: ds.account.receipts(page_size=size)),
    Job(
        kind="external-operations",
        open=lambda ds, size, _: ds.account.external_operations(page_size=size),
    ),
    Job(kind="templates", open=lambda ds, size, _: ds.templates.list(page_size=size)),
    Job(
        kind="template-products",
        open=lambda ds, size, template: ds.templates.products(template, page_size=size),
        is_per_template=True,
    ),
    Job(kind="offers", open=lambda ds, size, _: ds.offers.list(page_size=size)),
)
KINDS = tuple(job.kind for job in JOBS)


def chosen(kinds: tuple[str, ...]) -> tuple[Job, ...]:
    """Return the jobs of these *kinds* in the table's order; none given means all."""
    wanted = KINDS if not kinds or ALL in kinds else kinds
    return tuple(job for job in JOBS if job.kind in wanted)


async def parts(
    job: Job, ds: Digiseller, page_size: int, drift: list[Drift]
) -> AsyncGenerator[Part, None]:
    """Give the lists of the *job*, and note on *drift* how the list of templates changed."""
    if not job.is_per_template:
        paginator = job.open(ds, page_size, _ANY_TEMPLATE)
        yield Part(paginator=paginator, template_id=None, is_last=True)
        return
    templates = ds.templates.list(page_size=page_size)
    # Ids only, and all of them at once: products take long, and the list would change meanwhile.
    ids = [template.id async for template in templates]
    drift += templates.report.drift
    for one in ids:
        paginator = job.open(ds, page_size, one)
        yield Part(paginator=paginator, template_id=one, is_last=one == ids[-1])

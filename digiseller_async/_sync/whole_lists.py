"""Read the kinds that are whole lists: products, offers, templates and their products."""

from __future__ import annotations

from array import array
from operator import attrgetter
from typing import Any

from ..errors import NotFoundError
from ..pagination import Drift, Page
from .kind_run import KindRun
from .session import Absent
from .walk import Walk


async def read_list(run: KindRun) -> None:
    """Read the whole list; what it no longer has is gone, unless it changed meanwhile."""
    await _read_one(run, None)


async def read_template_products(run: KindRun) -> None:
    """Read the products of each template; a template that is no more has none."""
    templates = run.ds.templates.list(page_size=run.kind.page_size)
    # All ids first: reading the products takes long, and the list may change meanwhile.
    ids = [template.id async for template in templates]
    run.report.drift += templates.report.drift
    for template in ids:
        try:
            await _read_one(run, template)
        except NotFoundError:
            what = f"template {template} was deleted while its products were read"
            run.report.drift.append(Drift(page=1, what=what))
    absent = None if run.report.drift else Absent(values=ids, column="template_id")
    await run.write((), absent=absent, is_end=True)


async def _read_one(run: KindRun, template: int | None) -> None:
    walk = Walk(run.kind.open(run.ds, run.kind.page_size, template or 0), run.report)
    key_of = attrgetter(run.kind.key)
    keys = array("q")
    run.expect((await walk.peek()).total_items)

    async def write(page: Page[Any]) -> None:
        keys.extend(map(key_of, page.items))
        is_whole = walk.is_last and not walk.drift
        await run.write(
            page.items,
            template=template,
            absent=Absent(values=keys, template=template) if is_whole else None,
            is_end=walk.is_last and template is None,
        )

    await walk.each(write)

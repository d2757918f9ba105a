"""Show the last requests, and what became of them."""

from collections.abc import Iterable

from ...sandbox_state import Exchange
from ..markup import Html, element, joined
from ..parts import NONE, Tone, badge, link, moment, page_of, pager, table
from ..visit import View, Visit

REFRESH = 5  # seconds


def show_requests(visit: Visit) -> View:
    """Show a page of the requests that are kept, the newest first."""
    exchanges = newest_first(visit)
    places = page_of(visit, len(exchanges))
    listed = requests_table(visit, (exchanges[place] for place in places))
    pages = pager(visit, places, len(exchanges))
    refresh = REFRESH if visit.query.text("refresh") else None
    switch = link(f"Refresh every {REFRESH} seconds", f"{visit.path}?refresh=1")
    if refresh is not None:
        switch = link("Stop refreshing", visit.path)
    note = element("p", switch, class_="note")
    content = joined(note, element("section", listed, pages, class_="card"))
    return View(title="Requests", content=content, refresh=refresh)


def newest_first(visit: Visit) -> list[Exchange]:
    """Return the requests that are kept, the newest first."""
    return list(visit.state.log.exchanges)[::-1]


def requests_table(visit: Visit, exchanges: Iterable[Exchange]) -> Html:
    """Return a table of requests."""
    headings = ("Time", "Operation", "Request", "Status", "Effect", "Fault")
    rows = [request_row(visit, one) for one in exchanges]
    empty = "No program has asked anything yet."
    return table("Requests, the newest first", headings, rows, empty=empty)


def request_row(visit: Visit, exchange: Exchange) -> tuple[Html, ...]:
    """Return the cells of one request."""
    request, fault = exchange.request, exchange.fault
    return (
        moment(visit.moment(exchange.moment), "%H:%M:%S"),
        element("code", request.operation),
        element("code", request.method, " ", steps(request.path), class_="wrapped"),
        status_badge(exchange.status),
        badge("changed", "good") if exchange.is_applied else NONE,
        NONE if fault is None else badge(fault, "warn"),
    )


def steps(path: str) -> Html:
    """Return a *path* that breaks at its slashes if it has to."""
    first, *others = path.split("/")
    return joined(first, [joined(element("wbr"), f"/{one}") for one in others])


def status_badge(status: int | None) -> Html:
    """Return the status of an answer."""
    if status is None:
        return badge("no answer", "bad")
    tone: Tone = "good" if status < 300 else "bad"
    return badge(status, tone)

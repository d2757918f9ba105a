"""Build what several views have: tables, badges, forms and links from page to page."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from .markup import Attribute, Child, Html, element, joined
from .visit import Visit

ROWS = 50  # of a list on one page
Tone = Literal["good", "bad", "warn", "calm"]


def badge(text: Child, tone: Tone = "calm") -> Html:
    """Return a word that is to be seen at a glance."""
    return element("span", text, class_=f"badge {tone}")


def link(text: Child, path: str, label: str | None = None) -> Html:
    """Return a link to another view; the *label* says what the text alone does not."""
    return element("a", text, href=path, aria_label=label)


NONE = element("span", "–", class_="none")


def moment(value: datetime, shown: str = "%Y-%m-%d %H:%M:%S") -> Html:
    """Return a moment on Moscow's clock, or the part of it that is to be *shown*."""
    text, whole = value.strftime(shown), f"{value.isoformat('T', 'seconds')}+03:00"
    return element("time", text, datetime=whole, title=whole)


def card(title: str, *children: Child, id_: str | None = None, class_: str = "card") -> Html:
    """Return a section with a heading."""
    return element("section", element("h2", title), *children, class_=class_, id=id_)


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[Child]], *, empty: str
) -> Html:
    """Return a table whose rows become blocks where there is little room; or the words *empty*."""
    body = [
        element(
            "tr",
            [
                element("td", cell, data_label=heading)
                for heading, cell in zip(headings, row, strict=True)
            ],
        )
        for row in rows
    ]
    if not body:
        return element("p", empty, class_="empty")
    head = element("tr", [element("th", heading, scope="col") for heading in headings])
    return element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", body),
    )


def labelled(label: str, control: Html, hint: str | None = None) -> Html:
    """Return a form's control below its label."""
    small = None if hint is None else element("small", hint)
    return element("label", element("span", label), control, small)


def field(
    label: str, name: str, value: str = "", *, hint: str | None = None, **more: Attribute
) -> Html:
    """Return a labelled field for one line."""
    attributes: dict[str, Attribute] = {"type": "text", "autocomplete": "off", **more}
    return labelled(label, element("input", name=name, value=value, **attributes), hint)


def choice(label: str, name: str, choices: Iterable[tuple[str, str]], chosen: str) -> Html:
    """Return a labelled list of values and their texts, one of which can be *chosen*."""
    options = [
        element("option", text, value=value, selected=value == chosen) for value, text in choices
    ]
    return labelled(label, element("select", options, name=name))


def form(action: str, button: str, *controls: Child, tone: str = "") -> Html:
    """Return a form that changes something, with its *button*."""
    send = element("button", button, type="submit", class_=tone or None)
    return element("form", *controls, send, method="post", action=action)


def page_of(visit: Visit, total: int) -> range:
    """Return the places of a list that are shown: those of the page that the query names."""
    pages = max(1, -(-total // ROWS))
    page = min(max(visit.query.integer("page") or 1, 1), pages)
    return range((page - 1) * ROWS, min(page * ROWS, total))


def pager(visit: Visit, places: range, total: int) -> Html:
    """Return which part of a list is shown, with links to the parts before and behind it."""
    page = places.start // ROWS + 1
    shown = f"{places.start + 1:,} to {places.stop:,} of {total:,}" if total else "none"
    before = link("← Newer", f"{visit.path}?page={page - 1}") if places.start else None
    behind = link("Older →", f"{visit.path}?page={page + 1}") if places.stop < total else None
    return element(
        "nav", before, element("span", shown), behind, class_="pager", aria_label="Pages"
    )


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """Return names with their values."""
    return element(
        "dl", [joined(element("dt", name), element("dd", value)) for name, value in pairs]
    )

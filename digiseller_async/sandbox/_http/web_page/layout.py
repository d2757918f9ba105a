"""Put a view into the document that all of them share, with the headers that protect it."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from starlette.responses import Response

from .markup import Html, element
from .visit import View, Visit

SECTIONS = (
    ("/", "Overview"),
    ("/shop/products", "Products"),
    ("/shop/orders", "Orders"),
    ("/shop/chats", "Chats"),
    ("/shop/requests", "Requests"),
    ("/shop/faults", "Faults"),
)
# What was done, by the word in the query; a text in the query itself could be anybody's.
DONE = {
    "sold": "Sold: the buyer has a unique code, and you have a receipt.",
    "written": "Written as the buyer.",
    "refunded": "Refunded: the buyer has the money back.",
    "confirmed": "Confirmed: the buyer says that the goods are what was promised.",
    "refuted": "Refuted: the buyer says that the goods are not what was promised.",
    "injected": "Injected: the next requests that it applies to meet the fault.",
    "expired": "All tokens that were issued so far are invalid.",
}


@cache
def style() -> str:
    """Return the style sheet."""
    return (files(str(__package__)) / "style.css").read_text("utf-8")


@cache
def headers() -> dict[str, str]:
    """Return the headers of every document: it loads nothing, and nothing can frame it."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        # Without a referrer to itself a browser would send its forms with "Origin: null".
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "no-store",
    }


def respond(visit: Visit, view: View, status: int = 200) -> Response:
    """Return the response that shows the *view*."""
    # Half a character cannot be encoded.
    body = document(visit, view).encode("utf-8", "replace")
    return Response(body, status, headers(), "text/html; charset=utf-8")


def document(visit: Visit, view: View) -> str:
    """Return the whole document."""
    refresh = None
    if view.refresh is not None:
        refresh = element("meta", http_equiv="refresh", content=view.refresh)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        refresh,
        element("title", f"{view.title} · Digiseller sandbox"),
        element("link", rel="icon", href="data:,"),
        element("style", Html(style())),
    )
    main = element("main", element("h1", view.title), banner(visit), view.content, id="main")
    footer = element("footer", "Times are Moscow's, as those of the service.")
    body = element("body", header(visit), main, footer)
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def header(visit: Visit) -> Html:
    """Return what stands above every view."""
    seller_id = visit.seller.tokens.seller_id
    sections = [
        element("a", name, href=path, aria_current="page" if is_open(visit, path) else None)
        for path, name in SECTIONS
    ]
    return element(
        "header",
        element("a", "Skip to the content", href="#main", class_="skip"),
        element(
            "div",
            element("a", "Digiseller sandbox", href="/", class_="brand"),
            element("span", f"seller {seller_id}", class_="seller"),
            element("nav", sections, aria_label="Sections"),
            class_="bar",
        ),
    )


def is_open(visit: Visit, path: str) -> bool:
    """Tell if the view belongs to the section with this *path*."""
    return visit.path == path or (path != "/" and visit.path.startswith(f"{path}/"))


def banner(visit: Visit) -> Html | None:
    """Return what became of the form that was sent, if one was."""
    if visit.problem is not None:
        return element("p", visit.problem, class_="banner bad", role="alert")
    done = DONE.get(visit.query.text("done") or "")
    return None if done is None else element("p", done, class_="banner good", role="status")

"""Show the sandbox at a glance: how to connect, what there is, and what happened last."""

import json
from ipaddress import ip_address
from itertools import islice
from urllib.parse import urlsplit

from ..markup import Html, element, joined
from ..parts import card, link
from ..visit import View, Visit
from .faults import fault_card, tokens_card
from .orders import orders_table
from .products import selling_card
from .requests import newest_first, requests_table

NEWEST = 8  # orders and requests


def show_overview(visit: Visit) -> View:
    """Show everything in short."""
    requests = requests_table(visit, newest_first(visit)[:NEWEST])
    orders = orders_table(islice(visit.seller.orders, NEWEST))
    forms = (selling_card(visit), fault_card(visit), tokens_card())
    content = joined(
        numbers(visit),
        card("Connect", element("pre", element("code", program(visit)))),
        element("div", forms, class_="columns"),
        card("Last requests", requests, link("All requests", "/shop/requests")),
        card("Newest orders", orders, link("All orders", "/shop/orders")),
    )
    return View(title="Overview", content=content)


def numbers(visit: Visit) -> Html:
    """Return how much there is."""
    log, seller = visit.state.log, visit.seller
    counts = (
        ("products", len(seller.stock), "/shop/products"),
        ("orders", len(seller.orders), "/shop/orders"),
        ("receipts", len(seller.receipts), None),
        ("requests", log.requests.total(), "/shop/requests"),
        ("changes", log.applied.total(), None),
        ("faults waiting", len(visit.state.faults), "/shop/faults"),
    )
    tiles = [
        element("a" if path else "div", element("b", f"{count:,}"), f" {name}", href=path)
        for name, count, path in counts
    ]
    return element("div", tiles, class_="numbers")


def program(visit: Visit) -> str:
    """Return the lines of a program that connects to the sandbox."""
    tokens = visit.seller.tokens
    return (
        "from digiseller_async import Digiseller\n\n"
        f"async with Digiseller({tokens.seller_id}, {quoted(tokens.api_key)}, "
        f"base_url={quoted(visit.origin)}{trust(visit.origin)}) as ds:\n"
        "    print(await ds.account.balance())"
    )


def quoted(text: str) -> str:
    """Return a text as a program has it."""
    return json.dumps(text, ensure_ascii=False)


def trust(origin: str) -> str:
    """Return the argument by which a client trusts the sandbox at its *origin*."""
    parts = urlsplit(origin)
    if parts.scheme == "https":
        return ", verify=box.ssl_context"
    return "" if is_loopback(parts.hostname or "") else ", allow_http=True"


def is_loopback(host: str) -> bool:
    """Tell if a *host* is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

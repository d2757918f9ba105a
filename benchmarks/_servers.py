"""Start servers in processes of their own, and make requests to them.

The server's modules are not imported here: what a client holds in memory is measured.
"""

import hashlib
import time

import httpx

from ._worker import Worker

RECEIPTS = "/api/sellers/account/receipts"
SELLER = 12126
KEY = "SANDBOX-KEY"


def started(items: int, latency: float = 0.0) -> tuple[Worker, str]:
    """Start the server of one canned page of so many *items*; return it and its URL."""
    worker = Worker("_server_workers:canned", str(items), str(latency))
    return worker, worker.ask()["url"]


def opened(receipts: int, latency: float = 0.0, products: int = 40) -> tuple[Worker, str]:
    """Start a sandbox of so many *receipts* and *products*; return it and its URL."""
    worker = Worker("_server_workers:sandbox", str(receipts), str(latency), str(products))
    return worker, worker.ask()["url"]


def page(url: str, items: int) -> httpx.Response:
    """Return the first page of the receipts of the sandbox at *url*."""
    query = {"page": "1", "count": str(items), "token": sign_in(url)}
    reply = httpx.get(url + RECEIPTS, params=query, timeout=60, trust_env=False)
    return reply.raise_for_status()


def products_page(url: str, items: int, accept: str) -> bytes:
    """Return so many of the seller's products of the sandbox at *url*, in the format asked for."""
    body = {"id_seller": SELLER, "rows": items, "page": 1, "show_hidden": 1}
    where, headers = f"{url}/api/seller-goods?token={sign_in(url)}", {"Accept": accept}
    reply = httpx.post(where, json=body, headers=headers, timeout=60, trust_env=False)
    return reply.raise_for_status().content


def sign_in(url: str) -> str:
    """Return a token of the sandbox at *url*."""
    now = time.time_ns() // 1000  # not whole seconds: two sides may sign in within one
    sign = hashlib.sha256(f"{KEY}{now}".encode()).hexdigest()
    body = {"seller_id": SELLER, "timestamp": now, "sign": sign}
    reply = httpx.post(f"{url}/api/apilogin", json=body, trust_env=False)
    token: str = reply.raise_for_status().json()["token"]
    return token


def connections(url: str) -> int:
    """Return how many connections the sandbox at *url* has had; asking opens one more."""
    count: int = httpx.get(f"{url}/_sandbox", trust_env=False).json()["connections"]
    return count

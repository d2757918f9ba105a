"""The command ``digiseller sandbox``: serve a sandbox until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import anyio
import click

from .exit_codes import FAILED, OK
from .interrupts import run_interruptible
from .output import print_error, print_text
from .sandbox_import import sandbox_class

if TYPE_CHECKING:
    from ..sandbox import Sandbox

F = TypeVar("F", bound=Callable[..., Any])

_HELP = """Serve a sandbox: a made-up seller behind a real socket on this machine.

It answers the operations of this package as the service's documentation describes, with data that
depend on the seed alone, and injects faults on demand. It prints what to type next, and ends with
Ctrl-C.

\b
Exit codes:
    0  ended by Ctrl-C, SIGTERM or SIGHUP
    1  the port cannot be used
    2  wrong usage, or the extra is missing: pip install "digiseller-async[sandbox]"
"""
_HINTS = """\
url        {url}
seller id  {seller_id}
API key    {api_key}

export from it:
  export DIGISELLER_SELLER_ID={seller_id} DIGISELLER_API_KEY={api_key}
  digiseller export all --base-url {url} --out export
see its requests, and make the next one fail:
  curl {url}/_sandbox
  curl {url}/_sandbox/faults -d '{{"fault": "server_error", "times": 1}}'

Ctrl-C ends it."""


class Options(TypedDict):
    """The options of the command, which are arguments of `Sandbox`."""

    port: int
    receipts: int
    external_operations: int
    templates: int
    template_products: int
    offers: int
    products: int
    reviews: int
    sales: int
    seed: int
    latency: float


def _count_option(name: str, default: int, what: str) -> Callable[[F], F]:
    return click.option(
        f"--{name}",
        metavar="N",
        type=click.IntRange(min=0),
        default=default,
        show_default=True,
        help=f"How many {what} there are.",
    )


@click.command(help=_HELP, short_help="Serve a sandbox: a made-up seller.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=8765,
    show_default=True,
    help="The port on 127.0.0.1; 0 for any free one.",
)
@_count_option("receipts", 250, "receipts")
@_count_option("external-operations", 120, "external operations")
@_count_option("templates", 3, "commission templates")
@_count_option("template-products", 40, "products each template has")
@_count_option("offers", 25, "offers")
@_count_option("products", 40, "products")
@_count_option("reviews", 30, "reviews")
@_count_option("sales", 60, "orders")
@click.option(
    "--seed",
    type=int,
    metavar="N",
    default=1,
    show_default=True,
    help="The same seed gives the same data.",
)
@click.option(
    "--latency",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    default=0.0,
    show_default=True,
    help="The delay of each answer.",
)
def sandbox(**options: Unpack[Options]) -> int:
    """Serve until interrupted, and return the exit code."""
    sandbox_type = sandbox_class()
    try:
        return OK if run_interruptible(partial(_serve, sandbox_type, options)) else FAILED
    except OSError as error:
        print_error(f"error: port {options['port']} cannot be used: {error.strerror}")
        return FAILED


async def _serve(sandbox_type: type[Sandbox], options: Options) -> None:
    async with sandbox_type(**options) as box:
        print_text(_HINTS.format(url=box.url, seller_id=box.seller_id, api_key=box.api_key))
        await anyio.sleep_forever()

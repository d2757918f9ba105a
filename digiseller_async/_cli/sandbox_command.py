"""The words of ``digiseller sandbox`` come in; a server runs until Ctrl-C, and 0 goes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import anyio
import click

from .exit_codes import FAILED, WELL, complain, say
from .interrupts import was_interrupted
from .sandbox_import import sandbox_class

if TYPE_CHECKING:
    from ..sandbox import Sandbox

F = TypeVar("F", bound=Callable[..., Any])

_HELP = """Serve a sandbox by hand: a made-up seller behind a real socket on this machine.

It answers the operations of this package as the service's pages describe, with data that depend on
the seed alone, and injects faults on demand. It prints what to type next, and ends with Ctrl-C.

\b
Exit codes:
    0  ended by Ctrl-C or SIGTERM
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
see what it was asked, and let the next call fail:
  curl {url}/_sandbox
  curl {url}/_sandbox/faults -d '{{"fault": "server_error", "times": 1}}'

Ctrl-C ends it."""


class Options(TypedDict):
    """What the command line says, as `Sandbox` takes it."""

    port: int
    receipts: int
    external_operations: int
    templates: int
    template_products: int
    offers: int
    products: int
    reviews: int
    seed: int
    latency: float


def _size(name: str, default: int, what: str) -> Callable[[F], F]:
    return click.option(
        f"--{name}",
        metavar="N",
        type=click.IntRange(min=0),
        default=default,
        show_default=True,
        help=f"How many {what} there are.",
    )


@click.command(help=_HELP, short_help="Serve a made-up seller by hand.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=8765,
    show_default=True,
    help="Where it listens on 127.0.0.1; 0 for any free port.",
)
@_size("receipts", 250, "receipts")
@_size("external-operations", 120, "external operations")
@_size("templates", 3, "commission templates")
@_size("template-products", 40, "products each template has")
@_size("offers", 25, "offers")
@_size("products", 40, "products")
@_size("reviews", 30, "reviews")
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
    help="How long each answer takes.",
)
def sandbox(**options: Unpack[Options]) -> int:
    """Serve until interrupted, and return the exit code."""
    kind = sandbox_class()
    try:
        return WELL if was_interrupted(partial(_serve, kind, options)) else FAILED
    except OSError as error:
        complain(f"error: port {options['port']} cannot be used: {error.strerror}")
        return FAILED


async def _serve(kind: type[Sandbox], options: Options) -> None:
    async with kind(**options) as box:
        hints = _HINTS.format(url=box.url, seller_id=box.seller_id, api_key=box.api_key)
        say(hints)
        await anyio.sleep_forever()

"""The command ``digiseller sandbox``: serve a sandbox until Ctrl-C, or ask whether one serves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack
from urllib.parse import urlsplit

import anyio
import click

from .._runtime.settings import is_loopback
from .exit_codes import FAILED, OK
from .interrupts import run_interruptible
from .option_types import FiniteNumber
from .output import print_error, print_note, print_text
from .sandbox_health import is_healthy
from .sandbox_import import sandbox_class

if TYPE_CHECKING:
    from ..sandbox import Sandbox

F = TypeVar("F", bound=Callable[..., Any])

_HELP = """Serve a sandbox: a made-up seller behind a real socket on this machine.

It answers the operations of this package as the service's documentation describes, with data that
depend on the seed alone, and injects faults on demand. It prints what to type next, and ends with
Ctrl-C.

In a container, give it --host 0.0.0.0, and the container the health check
"digiseller sandbox --healthcheck".

\b
Exit codes:
    0  ended by Ctrl-C, SIGTERM or SIGHUP; healthy
    1  the port cannot be used; not healthy
    2  wrong usage, or the extra is missing: pip install "digiseller-async[sandbox]"
"""
_HINTS = """\
url        {url}
seller id  {seller_id}
API key    {api_key}

see the shop in a browser:
  {url}/
export from it:
  export DIGISELLER_SELLER_ID={seller_id} DIGISELLER_API_KEY={api_key}
  digiseller export all --base-url {url} --out export
see its requests, and make the next one fail:
  curl {url}/_sandbox
  curl {url}/_sandbox/faults -d '{{"fault": "server_error", "times": 1}}'

Ctrl-C ends it."""
_WARNING = (
    "digiseller: warning: whoever can reach port {port} of this machine can use the sandbox, and "
    "change what is in it; its data are made up, but do not put your own there"
)


class Options(TypedDict):
    """The options of the command, which are arguments of `Sandbox`."""

    host: str
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
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; 0.0.0.0 for all of this machine, as a container needs it.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=8765,
    show_default=True,
    help="The port to listen on; 0 for any free one.",
)
@click.option(
    "--healthcheck",
    is_flag=True,
    help="Only ask whether a sandbox answers at this host and port.",
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
    type=FiniteNumber(min=0),
    metavar="SECONDS",
    default=0.0,
    show_default=True,
    help="The delay of each answer.",
)
def sandbox(*, healthcheck: bool, **options: Unpack[Options]) -> int:
    """Serve until interrupted, and return the exit code."""
    host, port = options["host"], options["port"]
    if healthcheck:
        if is_healthy(host, port):
            return OK
        print_error(f"error: no sandbox answers at {host}:{port}")
        return FAILED
    sandbox_type = sandbox_class()
    try:
        return OK if run_interruptible(partial(_serve, sandbox_type, options)) else FAILED
    except (OSError, UnicodeError) as error:  # the latter of a host that cannot be one
        print_error(f"error: port {port} of {host} cannot be used: {_reason_of(error)}")
        return FAILED


def _reason_of(error: OSError | UnicodeError) -> str:
    """Return why there is no server."""
    return str(error.strerror) if isinstance(error, OSError) else "this is no address"


async def _serve(sandbox_type: type[Sandbox], options: Options) -> None:
    async with sandbox_type(**options) as box:
        if not is_loopback(options["host"]):
            print_note(_WARNING.format(port=urlsplit(box.url).port))
        print_text(_HINTS.format(url=box.url, seller_id=box.seller_id, api_key=box.api_key))
        await anyio.sleep_forever()

"""Define the program ``digiseller`` with its commands, and run it."""

from __future__ import annotations

from contextlib import suppress

import click

from .. import __version__
from .call_command.command import call
from .exit_codes import EXIT_CODES, INTERRUPTED, UNWRITABLE
from .export_command.command import export
from .output import drop_stdout, prepare_streams, print_error, settle_stderr
from .sandbox import sandbox
from .sync_command.command import sync

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_HELP = """Keep what a Digiseller seller has: receipts, operations, products, offers, reviews.

\b
Try it without an account; a sandbox with made-up data comes with the package:
  digiseller export all --sandbox --out export
  digiseller sync --sandbox --into shop.db

\b
The seller's id and API key come from the environment:
  DIGISELLER_SELLER_ID  the number of the seller
  DIGISELLER_API_KEY    the seller's API key
  DIGISELLER_TOKEN      a token in place of the key
A terminal asks for what is missing. No option takes the key: a shell would keep it in its history.

\b
Other variables:
  DIGISELLER_BASE_URL   the origin to call instead of the service, as --base-url
  DIGISELLER_LOG        debug or info: the log on stderr

\b
More about a command:
  digiseller export --help
  digiseller sync --help
  digiseller call --help
  digiseller sandbox --help

\b
Completion in the shell, of operations and options too (zsh and fish likewise):
  eval "$(_DIGISELLER_COMPLETE=bash_source digiseller)"
"""


@click.group(help=_HELP, epilog=EXIT_CODES, invoke_without_command=True, context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="digiseller")
@click.pass_context
def digiseller(context: click.Context) -> None:
    """Print the help if no command is named."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


digiseller.add_command(export)
digiseller.add_command(sync)
digiseller.add_command(call)
digiseller.add_command(sandbox)


def run() -> int:
    """Run the command of this process's arguments, and return the exit code."""
    prepare_streams()
    try:
        return _run()
    finally:
        settle_stderr()


def _run() -> int:
    try:
        code = digiseller.main(prog_name="digiseller", standalone_mode=False)
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except click.Abort:  # Ctrl-C before there was an event loop, as at the prompt for a key
        print_error("interrupted: nothing was sent")
        return INTERRUPTED
    except OSError as error:  # of writing a help text
        drop_stdout()
        print_error(f"error: cannot write standard output: {error.strerror or error}")
        return UNWRITABLE
    return code if isinstance(code, int) else 0

"""Run the command line as a module: ``python -m digiseller_async``."""

from ._cli import main

main()

"""Run the command line as a module: ``python -m digiseller_async._cli``."""

from . import main

main()

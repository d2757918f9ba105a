"""The command line without its script: ``python -m digiseller_async._cli``."""

from . import main

main()

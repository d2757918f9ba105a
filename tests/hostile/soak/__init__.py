"""The hostile service for hours, in two minutes: ``python -m hostile.soak`` prints the figures."""

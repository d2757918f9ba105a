"""The figures that the package promises, measured: ``python -m benchmarks``."""

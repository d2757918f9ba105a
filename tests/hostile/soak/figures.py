"""Compare measured figures with their bounds, and print them as a table."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

_SHOWN = 100
"""How many characters are shown of each thing that should not have been found."""


@frozen
class Figure:
    """What was measured, what is expected, what was found, and whether that is good enough."""

    name: str
    expected: str
    found: str
    holds: bool
    depends_on_load: bool = False
    """Whether it depends on how fast, and how busy, the machine is, as times and rates do."""


def none_of(name: str, found: Sequence[str]) -> Figure:
    """Return a figure whose bound is none; it shows some of what was found."""
    shown = f"{len(found)}" + "".join(f"; {' '.join(one.split())[-_SHOWN:]}" for one in found[:3])
    return Figure(name, "0", shown, not found)


def most(name: str, bound: float, value: float, unit: str = "", digits: int = 2) -> Figure:
    """Return a figure with an upper bound; times and rates depend on the machine's load."""
    depends_on_load = unit in {" s", " ms", " µs", " %"}
    return Figure(
        name, f"<= {bound:g}{unit}", f"{value:.{digits}f}{unit}", value <= bound, depends_on_load
    )


def least(name: str, bound: float, value: float, unit: str = "", digits: int = 2) -> Figure:
    """Return a figure with a lower bound; times and rates depend on the machine's load."""
    return evolve(
        most(name, bound, value, unit, digits),
        expected=f">= {bound:g}{unit}",
        holds=value >= bound,
    )


def table(figures: Sequence[Figure]) -> str:
    """Return an aligned table."""
    rows = [("figure", "expected", "found", "")]
    rows += [(one.name, one.expected, one.found, "" if one.holds else "MISSED") for one in figures]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    rows.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2], ""))
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" for cell, width in zip(row, (*widths, 0), strict=True)
        ).rstrip()
        for row in rows
    )

"""Figures in, a table out."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen


@frozen
class Figure:
    """What was measured, what was wished for, what was found, and whether that will do."""

    what: str
    wished: str
    found: str
    holds: bool
    timed: bool = False
    """Whether it depends on how fast, and how busy, the machine is."""


def none_of(what: str, found: Sequence[str]) -> Figure:
    """Return a figure that wants nothing to be found; what was found is shown."""
    shown = f"{len(found)}" + "".join(f"; {one}" for one in found[:3])
    return Figure(what, "0", shown, not found)


def most(what: str, bound: float, value: float, unit: str = "", digits: int = 2) -> Figure:
    """Return a figure with an upper bound; one with a unit of time goes by the machine."""
    timed = unit in {" s", " ms", " µs"}
    return Figure(what, f"<= {bound:g}{unit}", f"{value:.{digits}f}{unit}", value <= bound, timed)


def table(figures: Sequence[Figure]) -> str:
    """Return an aligned table."""
    rows = [("what", "wished", "found", "")]
    rows += [(one.what, one.wished, one.found, "" if one.holds else "MISSED") for one in figures]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    rows.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2], ""))
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" for cell, width in zip(row, (*widths, 0), strict=True)
        ).rstrip()
        for row in rows
    )

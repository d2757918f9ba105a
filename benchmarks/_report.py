"""Format results as an aligned table or as Markdown."""

from collections.abc import Sequence

from ._result import Result

HEADS = ("figure", "what", "bound", "measured", "min ... max", "rounds", "result")


def table(results: Sequence[Result]) -> str:
    """Return an aligned table, each figure's notes below it."""
    lines = [cells(one) for one in results]
    widths = [max(map(len, column)) for column in zip(HEADS, *lines, strict=True)]
    shown = [aligned(HEADS, widths), aligned(["-" * width for width in widths], widths)]
    for one, line in zip(results, lines, strict=True):
        shown.append(aligned(line, widths))
        shown += [f"  {note}" for note in one.notes]
    return "\n".join(shown)


def markdown(results: Sequence[Result]) -> str:
    """Return a Markdown table without the notes."""
    rows = [HEADS, ["---"] * len(HEADS), *map(cells, results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def cells(result: Result) -> list[str]:
    """Write the columns of one result."""
    return [
        result.name,
        result.claim,
        bound(result),
        measured(result.value, result.unit),
        f"{number(result.low)} ... {number(result.high)}",
        str(result.rounds),
        result.outcome,
    ]


def bound(result: Result) -> str:
    """Write what is promised, if anything is."""
    if result.bound is None:
        return "-"
    sign = ">=" if result.bound.least else "<="
    return f"{sign} {measured(result.bound.value, result.unit)}"


def measured(value: float, unit: str) -> str:
    """Write a value with its unit."""
    return f"{number(value)}{unit}"


def number(value: float) -> str:
    """Write a number to hundredths, unless it is whole."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"


def aligned(columns: Sequence[str], widths: Sequence[int]) -> str:
    """Write one line of the table."""
    pairs = zip(columns, widths, strict=True)
    return "  ".join(f"{column:<{width}}" for column, width in pairs).rstrip()

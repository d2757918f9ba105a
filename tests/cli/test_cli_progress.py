"""How progress is counted, and which lines show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digiseller_async._cli.progress import KindProgress, ProgressLines, State


def receipts(*, limit: int | None = None) -> KindProgress:
    """Return the progress of receipts before the first of them."""
    return KindProgress(name="receipts", path=Path("receipts.jsonl"), limit=limit)


@pytest.mark.parametrize(
    ("limit", "lists", "total"),
    [
        (None, [5, 7], 12),
        (None, [5, None], None),
        (None, [None, 5], None),
        (10, [5, 7], 10),
        (4, [5, None], 4),
        (20, [5, 7], 12),
    ],
)
def test_total(limit: int | None, lists: list[int | None], total: int | None) -> None:
    """The total is the sum over all lists, or the limit where that is less."""
    progress = receipts(limit=limit)

    for count in lists[:-1]:
        progress.expect(count, is_last=False)
    assert progress.total == (limit if limit == 4 else None)
    progress.expect(lists[-1], is_last=True)

    assert progress.total == total


def test_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines come at most once per second, except the last of a kind, and none comes twice."""
    now = [0.0]
    progress = receipts()
    with ProgressLines(lambda: now[0]) as lines:
        lines.show(progress)
        for second in (0.0, 0.4, 0.9, 1.0, 1.5):
            now[0] = second
            progress.add_page(100)
            lines.show(progress)
        progress.state = State.COMPLETE
        lines.show(progress)
        lines.show(progress)

    printed = capsys.readouterr().err.splitlines()
    assert printed == ["receipts: 100", "receipts: 400", "receipts: 500"]

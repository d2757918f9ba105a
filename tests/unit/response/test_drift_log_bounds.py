"""The drift log is bounded."""

from __future__ import annotations

from digiseller_async._response.drift import Deviation, DriftLog


def test_bound() -> None:
    """A thousand paths are kept and go on counting; of further ones only the total is."""
    log = DriftLog()
    for _ in range(2):
        for number in range(1500):
            log.note(Deviation(operation="o", path=f"p{number}", what="unknown field"))

    assert (len(log), log["o", "p999"], log["o", "p1000"], log.others) == (1000, 2, 0, 1000)
    assert repr(log).endswith(", and 1000 more)")


def test_long_path() -> None:
    """A path is cut to a thousand characters."""
    log = DriftLog()
    log.note(Deviation(operation="o", path="p" * 10**6, what="unknown field"))

    assert len(next(iter(log))[1]) == 1000

"""How long a service asks to wait: seconds, fractions of one, dates, or several of these."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async._response.interpret import interpret
from digiseller_async._response.refusal.retry_after import read_http_date, read_retry_after
from digiseller_async._wire import WireResponse
from digiseller_async.errors import RateLimitedError
from digiseller_async.spec.account import BALANCE

NOW = 1000.0
HEADERS = [
    *(("120", 120.0), ("0", 0.0), (" 5 ", 5.0), ("99999999999999999999", 9999999999.0)),
    *(("", None), ("soon", None), ("-1", None), ("٥", None), ("5 s", None), ("1e3", None)),
    *(("1.5", 1.5), ("0.503", 0.503), (".5", 0.5), ("3.", 3.0), ("9" * 5000, 9999999999.0)),
    *(("1, 2", 2.0), ("2,1", 2.0), ("0, soon, 7.5", 7.5), (", ,", None), ("soon, -1", None)),
    ("Thu, 01 Jan 1970 00:20:00 GMT", 200.0),
    ("Thursday, 01-Jan-70 00:20:00 GMT", 200.0),
    ("Thu, 01 Jan 1970 03:20:00 +0300", 200.0),
    ("Thu, 01 Jan 1970 00:20:00 -0000", 200.0),
    ("Thu, 01 Jan 1970 00:20:00", 200.0),
    ("Thu Jan  1 00:20:00 1970", 200.0),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
    ("5, Thu, 01 Jan 1970 00:20:00 GMT", 200.0),
    ("Thu, 01 Jan 1970 00:20:00 GMT, 500", 500.0),
    ("Wed, 21 Oct 99999 07:28:00 GMT", None),
    ("Wed, 41 Oct 2015 07:28:00 GMT", None),
    ("Wed, 99999999999999999999 Oct 2015 07:28:00 GMT", None),
    ("Wed, 21 Oct 2015 07:28:00 +99999999999999", None),
]


@pytest.fixture(params=["UTC0", "Asia/Vladivostok", "America/Los_Angeles", "XYZ-14", "ABC+12"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run a test on a machine of another time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("machine_zone")
@pytest.mark.parametrize(("header", "seconds"), HEADERS, ids=lambda one: str(one)[:40])
def test_retry_after(header: str, seconds: float | None) -> None:
    """The wait is what is asked for, of several the longest, wherever the machine is."""
    assert read_retry_after({"retry-after": header}, NOW) == seconds


def test_no_retry_after() -> None:
    """Without the header, no wait is asked for."""
    assert read_retry_after({}, NOW) is None


@pytest.mark.usefixtures("machine_zone")
@pytest.mark.parametrize("zone", ["GMT", "-0000", "UTC", "+0000", ""])
def test_dates(zone: str) -> None:
    """A date of HTTP is in UTC, whatever it calls that, and wherever the machine is."""
    assert read_http_date(f"Sun, 06 Nov 1994 08:49:37 {zone}".strip()) == 784111777.0


@given(st.text(st.characters(max_codepoint=255), max_size=30) | st.text("0123456789., GMTJan:-+"))
def test_any_retry_after(header: str) -> None:
    """Whatever stands in the header, a 429 is a 429, and a wait is never negative."""
    response = WireResponse(status=429, headers={"retry-after": header}, body=b"<html></html>")
    with pytest.raises(RateLimitedError) as caught:
        interpret(BALANCE, response, now=NOW)

    assert caught.value.status == 429
    assert caught.value.retry_after is None or caught.value.retry_after >= 0


@given(
    st.lists(st.decimals(0, 10**6, places=3, allow_nan=False), min_size=1, max_size=4),
    st.sampled_from([",", ", ", " , "]),
)
def test_never_less(asked: list[object], comma: str) -> None:
    """Of numbers of seconds, the wait is never less than any of them."""
    header = comma.join(map(str, asked))

    assert read_retry_after({"retry-after": header}, NOW) == max(map(float, map(str, asked)))

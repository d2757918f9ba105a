"""Numbers, dates, flags and texts are read exactly, however the service spells them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async._codecs.scalars import (
    MOSCOW_ZONE,
    read_decimal,
    read_flag,
    read_int,
    read_moment,
    read_text,
)

SPACE = st.sampled_from(["", " ", "\n", "\t ", "\u00a0"])
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.decimals(
    min_value=-(10**15), max_value=10**15, places=2
)
MOMENTS = st.datetimes(
    min_value=dt.datetime(2, 1, 1),  # noqa: DTZ001  (the first year is for dates that are not set)
    max_value=dt.datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
    ),
)


NAIVE = st.datetimes(min_value=dt.datetime(2, 1, 1))  # noqa: DTZ001  (as the wire has them)


def fixed(value: dt.datetime) -> dt.datetime:
    """Return a moment of Moscow's clock with the offset that it had then."""
    offset = value.replace(tzinfo=MOSCOW_ZONE).utcoffset()
    return value.replace(tzinfo=dt.timezone(offset or dt.timedelta()))


def exactly(value: Decimal) -> tuple[Any, ...]:
    """Return what tells 33.50 from 33.5."""
    return value.as_tuple()


@given(NUMBERS, SPACE, SPACE, st.sampled_from(".,"))
def test_numbers_as_text(value: Decimal, before: str, after: str, point: str) -> None:
    """A number is read to its last digit, with a point or a comma, and blanks around it."""
    spelt = format(value, "f").replace(".", point)

    assert exactly(read_decimal(f"{before}{spelt}{after}")) == exactly(value)


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_whole_numbers(value: int) -> None:
    """A whole number may be a number or its digits, with or without a fraction of zeros."""
    assert read_int(value) == read_int(str(value)) == value
    assert read_decimal(value) == value
    assert (
        read_int(f"{value}.00")
        == read_int(f"{value},0")
        == read_int(Decimal(f"{value}.0"))
        == value
    )


@given(
    st.integers(-999, 999), st.integers(0, 15), st.sampled_from("eE"), st.sampled_from(["", "+"])
)
def test_exponents(value: int, power: int, sign: str, plus: str) -> None:
    """A number with an exponent is read, and is whole if its value is."""
    assert read_int(f"{value}{sign}{plus}{power}") == value * 10**power


@pytest.mark.parametrize("value", [*("", " ", ".", ",", "+", "1 00", "1.000,50", "1,2,3")])
def test_texts_that_resemble_numbers(value: str) -> None:
    """A text that only resembles a number is refused, not guessed at."""
    with pytest.raises(ValueError, match=r"^not a number$"):
        read_decimal(value)


@pytest.mark.parametrize("value", ["0x10", "1e", "--1", "one", "1e+", "0b1"])
def test_numbers_of_programming_languages(value: str) -> None:
    """A number as only a programming language spells it is refused."""
    with pytest.raises(ValueError, match=r"^not a number$"):
        read_decimal(value)


@pytest.mark.parametrize("value", [None, True, False, 1.5, b"1", [], {}, object()])
def test_values_that_are_not_numbers(value: object) -> None:
    """Any other kind of value is refused: a float is not exact, a bool is no number."""
    with pytest.raises(ValueError, match=r"^not a number$"):
        read_decimal(value)


@pytest.mark.parametrize(
    "value",
    [
        "1e9999",
        "1e-9999",
        "1e99999",
        "1" * 1002,
        10**1001,
        Decimal("1E+2000000"),
        Decimal("1E-2000000"),
        Decimal("NaN"),
        Decimal("-Infinity"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_numbers_of_too_many_digits(value: object) -> None:
    """A number that would take minutes to convert, or is not finite, is refused."""
    with pytest.raises(ValueError, match=r"^not a number of reasonable size$"):
        read_decimal(value)


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, "1e30", "9223372036854775808.00"])
def test_whole_numbers_beyond_64_bits(value: object) -> None:
    """A whole number that does not fit into 64 bits is refused."""
    with pytest.raises(ValueError, match=r"^does not fit into 64 bits$"):
        read_int(value)


@given(st.integers(-(10**40), 10**40), st.integers(1, 25), st.sampled_from(".,"))
def test_fractions_are_not_whole(value: int, places: int, point: str) -> None:
    """A number with a fraction, however small, is never truncated."""
    with pytest.raises(ValueError, match=r"^not a whole number$"):
        read_int(f"{value}{point}{'1':0>{places}}")


@given(
    value=MOMENTS,
    digits=st.integers(0, 9),
    beyond=st.integers(0, 999),
    middle=st.sampled_from("T "),
    point=st.sampled_from(".,"),
    zone=st.sampled_from(["given", "given without a colon", "none", "Z"]),
)
def test_moments(  # noqa: PLR0917  (one strategy each)
    value: dt.datetime, digits: int, beyond: int, middle: str, point: str, zone: str
) -> None:
    """An ISO moment is read with 0 to 9 fractional digits, to the microsecond, in its zone."""
    fraction = f"{value.microsecond:06}{beyond:03}"[:digits]
    offset = {
        "given": value.strftime("%z")[:3] + ":" + value.strftime("%z")[3:5],
        "given without a colon": value.strftime("%z")[:5],
        "none": "",
        "Z": "Z",
    }[zone]
    spelt = value.replace(tzinfo=None, microsecond=0).isoformat(middle)
    spelt += f"{point}{fraction}" if digits else ""

    found = read_moment(spelt + offset)

    kept = int(f"{fraction[:6]:0<6}")
    assert found is not None
    assert found.replace(tzinfo=None) == value.replace(tzinfo=None, microsecond=kept)
    zones = {"none": MOSCOW_ZONE, "Z": dt.UTC}
    assert found.utcoffset() == value.replace(tzinfo=zones.get(zone, value.tzinfo)).utcoffset()


@given(value=NAIVE, padded=st.booleans(), seconds=st.booleans())
def test_dotted_moments(value: dt.datetime, *, padded: bool, seconds: bool) -> None:
    """A dotted date is day, month, year in Moscow time; its hour need not be padded."""
    value = value.replace(microsecond=0, second=value.second if seconds else 0)
    hour = f"{value.hour:02}" if padded else f"{value.hour}"
    end = f":{value.second:02}" if seconds else ""
    spelt = f"{value.day:02}.{value.month:02}.{value.year:04} {hour}:{value.minute:02}{end}"

    assert read_moment(spelt) == fixed(value)


@given(NAIVE.map(dt.datetime.date), SPACE)
def test_bare_dates(value: dt.date, blank: str) -> None:
    """A date without a time is its first moment in Moscow."""
    midnight = fixed(dt.datetime(value.year, value.month, value.day))  # noqa: DTZ001  (added)

    assert read_moment(f"{blank}{value.isoformat()}{blank}") == midnight
    assert read_moment(f"{value.day}.{value.month}.{value.year:04}") == midnight


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2021-11-12T14:20:37.137", "2021-11-12T14:20:37.137000+03:00"),
        ("2021-08-10T16:25:11.64", "2021-08-10T16:25:11.640000+03:00"),
        ("2019-06-13T13:51:28.2270000", "2019-06-13T13:51:28.227000+03:00"),
        ("2026-03-19T23:21:58.4355113+03:00", "2026-03-19T23:21:58.435511+03:00"),
        ("28.05.2019 14:32:39", "2019-05-28T14:32:39+03:00"),
        ("29.05.2025 8:49:40", "2025-05-29T08:49:40+03:00"),
        ("2021-12-01 00:00:00", "2021-12-01T00:00:00+03:00"),
        ("2021-12-01T00:00", "2021-12-01T00:00:00+03:00"),
        (dt.datetime(2021, 12, 1), "2021-12-01T00:00:00+03:00"),  # noqa: DTZ001  (so it came)
        (dt.datetime(2021, 12, 1, tzinfo=dt.UTC), "2021-12-01T00:00:00+00:00"),
    ],
)
def test_recorded_moments(value: object, found: str) -> None:
    """Each recorded form of a moment is read; without a zone it is Moscow time."""
    moment = read_moment(value)
    assert moment is not None
    assert moment.isoformat() == found


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "never", "2021", "2021-12", "2021-13-01", "2021-02-29", "0000-01-01"),
        *("2021-12-01T", "2021-12-01T25:00", "2021-12-01T00:60", "2021-12-01T00:00:60"),
        *("2021-12-01T00:00:00.", "2021-12-01T00:00:00+24:00", "2021-12-01+03:00", "20211201"),
        *("2021-W48-3", "32.01.2021", "01.13.2021", "29.02.2021", "01.01.21", "1.1.2021 24:00"),
        *("1.1.2021 1:1", "01/02/2021", "٢٠٢١-12-01", "2021-12-01T00:00:00 Moscow"),
        *(None, True, 1638306000, 1.5, b"2021-12-01", [], dt.date(2021, 12, 1)),
    ],
)
def test_values_that_are_not_moments(value: object) -> None:
    """Anything else is a `ValueError`, never a wrong date."""
    with pytest.raises(ValueError):  # noqa: PT011  (the calendar's own words differ)
        read_moment(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        *((2, True), (-1, True), ("2", True), ("-1", True), (Decimal("1.0"), True)),
        *((True, True), (1, True), ("1", True), ("true", True), ("True", True), (" YES ", True)),
        *(
            (False, False),
            (0, False),
            ("0", False),
            ("false", False),
            ("FALSE", False),
            ("no", False),
        ),
    ],
)
def test_flags(value: object, *, found: bool) -> None:
    """A flag is true or false, yes or no, 0 or another number, as a value or as text."""
    assert read_flag(value) is found


@pytest.mark.parametrize("value", ["1.5", "", "on", "да", None, 2**70, 1.0, [], b"1", "1" * 5000])
def test_values_that_are_not_flags(value: object) -> None:
    """Any other word is refused."""
    with pytest.raises(ValueError, match=r"^not a flag$"):
        read_flag(value)


@pytest.mark.parametrize(
    ("value", "found"), [("", ""), (" x ", " x "), (5, "5"), (Decimal("1.50"), "1.50")]
)
def test_texts(value: object, found: str) -> None:
    """A text is returned as it is, a number as its digits."""
    assert read_text(value) == found


@pytest.mark.parametrize("value", [None, True, False, 1.5, b"x", [], {}])
def test_values_that_are_not_texts(value: object) -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match=r"^not a text$"):
        read_text(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("01.02.2009 12:00:00", "2009-02-01T12:00:00+03:00"),
        ("01.07.2009 12:00:00", "2009-07-01T12:00:00+04:00"),
        ("2013-02-01T12:00:00", "2013-02-01T12:00:00+04:00"),
        ("2014-10-25T12:00:00", "2014-10-25T12:00:00+04:00"),
        ("2014-10-27T12:00:00", "2014-10-27T12:00:00+03:00"),
        ("2024-02-01T12:00:00", "2024-02-01T12:00:00+03:00"),
        ("2009-03-29T02:30:00", "2009-03-29T02:30:00+03:00"),  # skipped by the clock
        ("2014-10-26T01:30:00", "2014-10-26T01:30:00+04:00"),  # shown by it twice
        ("/Date(1638316800000)/", "2021-12-01T03:00:00+03:00"),
        ("/Date(1638316800000+0500)/", "2021-12-01T05:00:00+05:00"),
        ("2021/12/01", "2021-12-01T00:00:00+03:00"),
        ("2021/12/01 10:00", "2021-12-01T10:00:00+03:00"),
        ("01.12.2021 10:00", "2021-12-01T10:00:00+03:00"),
        ("2021-12-01T10:00z", "2021-12-01T10:00:00+00:00"),
        ("Wed, 01 Dec 2021 10:00:00 GMT", "2021-12-01T10:00:00+00:00"),
    ],
)
def test_history_and_forms(value: str, found: str) -> None:
    """A moment has the offset that Moscow's clock had on its day, in whatever form it is."""
    moment = read_moment(value)
    assert moment is not None
    assert moment.isoformat() == found


@pytest.mark.parametrize(
    "value",
    ["0001-01-01T00:00:00", "0001-01-01", "0001-01-01T00:00:00Z", "01.01.0001 0:00:00", "1/1/0001"],
)
def test_no_date(value: str) -> None:
    """The first day of the first year is how .NET writes that there is no date."""
    assert read_moment(value) is None


@pytest.mark.parametrize(
    "value",
    [
        *("9999-12-31T23:59:59-05:00", "/Date(999999999999999)/"),
        *("Wed, 41 Dec 2021", "2021-12/01", 1638316800, True, {}, [], "1" * 10**6),
    ],
    ids=lambda one: repr(one)[:24],
)
def test_no_moments(value: object) -> None:
    """What has no place in UTC, and a number of whatever unit, is no moment."""
    with pytest.raises(ValueError, match=r"^not a date$"):
        read_moment(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        *(("1 234,56", "1234.56"), ("1\u00a0234.50", "1234.50"), ("12\u2009345", "12345")),
        *(("-1\u202f234\u202f567,8", "-1234567.8"), (" 1,5 ", "1.5")),
    ],
)
def test_thousands(value: str, found: str) -> None:
    """Blanks of any kind may stand between thousands."""
    assert exactly(read_decimal(value)) == exactly(Decimal(found))


@pytest.mark.parametrize("value", ["1 23", "1  234", "1 234 5", "1_000", "\u0661", "1,234.5"])
def test_blanks_elsewhere(value: str) -> None:
    """A text that is no number to everybody is none, and never guessed at."""
    with pytest.raises(ValueError, match=r"^not a number$"):
        read_decimal(value)

"""Write moments in the service's formats, on Moscow's clock."""

from datetime import datetime, timedelta, timezone

MOSCOW = timezone(timedelta(hours=3))


def fractional(moment: datetime) -> str:
    """Return the moment as the service writes it: a fraction without trailing zeros."""
    text = moment.isoformat()
    return text.rstrip("0") if moment.microsecond else text


def seven_digits(seconds: float) -> str:
    """Return a moment without a zone and with seven digits after the second."""
    moment = datetime.fromtimestamp(seconds, MOSCOW).replace(tzinfo=None)
    return moment.isoformat(timespec="microseconds") + "0"


def milliseconds(seconds: float) -> str:
    """Return a moment without a zone and with up to three digits after the second."""
    moment = datetime.fromtimestamp(seconds, MOSCOW).replace(tzinfo=None)
    return fractional(moment.replace(microsecond=moment.microsecond // 1000 * 1000))


def with_offset(seconds: float) -> str:
    """Return a moment with seven digits after the second and Moscow's offset."""
    return seven_digits(seconds) + "+03:00"


def dotted(moment: datetime) -> str:
    """Return a moment as products have it: the day first, and the hour not padded."""
    return f"{moment:%d.%m.%Y} {moment.hour}:{moment:%M:%S}"

"""A clock's seconds come in; Moscow moments as the service writes them go out."""

from datetime import datetime, timedelta, timezone
from email.utils import formatdate

from .._state.seeded import written

MOSCOW = timezone(timedelta(hours=3))


def seven_digits(seconds: float) -> str:
    """Return a moment without a zone and with seven digits after the second."""
    moment = datetime.fromtimestamp(seconds, MOSCOW).replace(tzinfo=None)
    return moment.isoformat(timespec="microseconds") + "0"


def milliseconds(seconds: float) -> str:
    """Return a moment without a zone and with up to three digits after the second."""
    moment = datetime.fromtimestamp(seconds, MOSCOW).replace(tzinfo=None)
    return written(moment.replace(microsecond=moment.microsecond // 1000 * 1000))


def with_offset(seconds: float) -> str:
    """Return a moment with seven digits after the second and Moscow's offset."""
    return seven_digits(seconds) + "+03:00"


def http_date(seconds: float) -> bytes:
    """Return a moment as the ``Date`` header has it."""
    return formatdate(seconds, usegmt=True).encode()


def dotted(moment: datetime) -> str:
    """Return a moment as products have it: the day first, and the hour not padded."""
    return f"{moment:%d.%m.%Y} {moment.hour}:{moment:%M:%S}"

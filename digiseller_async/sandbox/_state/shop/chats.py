"""Keep what buyer and seller wrote to each other about an order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..seeded import mix

FIRST_SEEDED_MESSAGE = 1_000_000
MOST_SEEDED = 3  # messages of one order
FIRST_NEW_MESSAGE = 900_000_000
TEXTS = (
    ("Здравствуйте! Ключ <не> подошёл & что делать?", "Hello! The key does <not> fit & what now?"),
    ("Сейчас проверим.", "We are looking into it."),
    ("Спасибо, всё работает!", "Thank you, it works!"),
)


@dataclass(kw_only=True)
class ChatFile:
    """A file that was sent with a message."""

    new_id: str
    name: str
    type: str
    size: int

    @property
    def is_image(self) -> bool:
        """Whether it is shown as a picture."""
        return self.type.startswith("image/")


@dataclass(kw_only=True)
class Message:
    """One message; moments are Moscow's and name no zone."""

    id: int
    text: str
    by_buyer: bool
    written: datetime
    seen: datetime | None = None
    deleted: bool = False
    file: ChatFile | None = None


def seeded_messages(seed: int, index: int, paid: datetime) -> list[Message]:
    """Return what was written about the order number *index*: nothing about two of three."""
    bits = mix(seed + 3, index)
    if index % 3:
        return []
    first = FIRST_SEEDED_MESSAGE + (FIRST_NEW_MESSAGE - FIRST_SEEDED_MESSAGE) // 2
    first -= (index + 1) * MOST_SEEDED
    number = 1 + bits % MOST_SEEDED
    return [
        Message(
            id=first + place,
            text=TEXTS[place][bits >> 8 & 1],
            by_buyer=place != 1,
            written=paid + timedelta(minutes=1 + place),
            # The buyer's last word is still unread.
            seen=None if place == number - 1 and place != 1 else paid + timedelta(minutes=5),
        )
        for place in range(number)
    ]

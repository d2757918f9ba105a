"""Read the notification of a new message."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from ..models import Model
from ._body import read_fields

_TEXTS = ("message", "messagetext", "text", "content")


@frozen(kw_only=True)
class MessageNotification(Model):
    """Somebody wrote about an order.

    Nothing signs it, so it is a hint only: read the chat itself, with
    ``chats.messages(debate_id, newer=True, old_id=…)``.
    """

    debate_id: int
    """The order's number."""
    message_id: int | None = None
    """The message."""
    owner_id: int | None = None
    """The marketplace."""
    message_date: dt.datetime | None = None
    """When it was written."""
    email: str | None = field(default=None, repr=False)
    """The buyer's e-mail address."""
    image_path: str | None = field(default=None, repr=False)
    """Where the picture is that was sent."""
    text: str | None = field(default=None, repr=False)
    """What was written; ``""`` if it is empty."""


def read_message(
    *, query: str = "", body: bytes = b"", content_type: str = ""
) -> MessageNotification:
    """Read the notification of a message, which is unsigned; answer any 200.

    Args:
        query: The URL's query, as it came.
        body: The body: JSON or a form.
        content_type: The header ``Content-Type``, for the body's encoding.

    Raises:
        MalformedCallbackError: It cannot be read, or has no order's number.

    Documentation: https://my.digiseller.com/inside/api_debates.asp
    """
    fields = read_fields(query=query, body=body, content_type=content_type)
    text = fields.text(*_TEXTS)
    return MessageNotification(
        debate_id=fields.id("debateid" if fields.has("debateid") else "debate_id").number,
        message_id=fields.integer("messageid", "message_id"),
        owner_id=fields.integer("ownerid", "owner_id"),
        message_date=fields.moment("messagedate", "message_date"),
        email=fields.text("email"),
        image_path=fields.text("imagepath", "image_path"),
        text="" if text is None and fields.has(*_TEXTS) else text,
    )

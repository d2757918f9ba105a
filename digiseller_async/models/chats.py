"""Models of chats with buyers, and of messages from the administration.

Who a buyer is and what was written do not show in a repr, so that they get into no log.
"""

from __future__ import annotations

from enum import IntEnum

from attrs import field, frozen

from ._base import Int64, Model, Moment, wire

__all__ = [
    "AdminMessage",
    "Chat",
    "ChatFile",
    "ChatMessage",
    "ChatState",
    "DialogState",
    "NewMessage",
]


class DialogState(IntEnum):
    """What the number in a chat's state means."""

    CLOSED = 0
    """Closed."""
    OPENED_BY_SELLER = 1
    """Opened by the seller."""
    OPENED_BY_ADMIN = 2
    """Opened by the administration: the seller cannot close it, except after a refund."""


@frozen(kw_only=True)
class Chat(Model):
    """The chat about one order, in short."""

    id_i: Int64
    """The order's number."""
    email: str | None = field(default=None, repr=False)
    """The buyer's e-mail address."""
    product: str | None = None
    """The product's name."""
    last_date: Moment | None = None
    """When the last message was written."""
    cnt_msg: Int64 | None = None
    """How many messages there are."""
    cnt_new: Int64 | None = None
    """How many of them the seller has not seen."""


@frozen(kw_only=True)
class ChatMessage(Model):
    """One message of a chat, or one file; a flag that an answer lacks is false."""

    id: Int64
    """Message id."""
    message: str | None = field(default=None, repr=False)
    """The text."""
    buyer: bool = False
    """Whether the buyer wrote it."""
    seller: bool = False
    """Whether the seller wrote it."""
    deleted: bool = False
    """Whether it is deleted."""
    date_written: Moment | None = None
    """When it was written."""
    date_seen: Moment | None = None
    """When the other side saw it; None if it has not."""
    is_file: bool = False
    """Whether it has a file."""
    is_img: bool = False
    """Whether the file is an image."""
    filename: str | None = None
    """The file's name."""
    url: str | None = field(default=None, repr=False)
    """The file's URL."""
    preview: str | None = field(default=None, repr=False)
    """The URL of the image's preview."""


@frozen(kw_only=True)
class NewMessage(ChatMessage):
    """A message that `chats.watch` gives, with the chat that it belongs to."""

    id_i: Int64
    """The order's number: the chat's."""
    product: str | None = None
    """The product's name."""
    email: str | None = field(default=None, repr=False)
    """The buyer's e-mail address."""


@frozen(kw_only=True)
class ChatFile(Model):
    """A file that was uploaded, to be sent with a message.

    Only *newid*, *name* and *type* are sent. One whose *error_num* is not 0, or that has an
    *error*, was not taken.
    """

    newid: str
    """Its id until it is sent."""
    name: str | None = field(default=None, metadata=wire(expected=True))
    """Its name; None only if an answer does not say it."""
    type: str | None = field(default=None, metadata=wire(expected=True))
    """Its kind, in the service's own words; None only if an answer does not say it."""
    size: Int64 | None = field(default=None, metadata=wire(answer_only=True))
    """Its size in bytes."""
    message: str | None = field(default=None, metadata=wire(answer_only=True))
    """What the service says of it."""
    warning: str | None = field(default=None, metadata=wire(answer_only=True))
    """What it warns of."""
    error: str | None = field(default=None, metadata=wire(answer_only=True))
    """Why it was not taken."""
    error_num: Int64 | None = field(default=None, metadata=wire(answer_only=True))
    """The number of the error; 0 for none."""


@frozen(kw_only=True)
class ChatState(Model):
    """Whether a chat is open, and whether the seller may change that."""

    chat_state: Int64
    """A `DialogState`, or another number if the service adds a state."""
    may_change: bool = field(default=False, metadata=wire(expected=True))
    """Whether the seller may open or close it; false if an answer does not say it."""


@frozen(kw_only=True)
class AdminMessage(Model):
    """A message from or to the administration, or another correspondent.

    *id_to* and *id_from* are None only if an answer has nothing readable there.
    """

    id: Int64
    """Message id."""
    id_to: Int64 | None = field(default=None, metadata=wire(expected=True))
    """To whom it was sent."""
    id_from: Int64 | None = field(default=None, metadata=wire(expected=True))
    """By whom it was sent; 0 for the administration."""
    date: Moment | None = None
    """When it was sent."""
    text: str | None = field(default=None, repr=False)
    """The text."""
    is_read: bool | None = None
    """Whether it has been read."""
    shop_id: Int64 | None = None
    """Shop id."""
    shop_name: str | None = None
    """Shop name."""
    seller_full_name: str | None = None
    """The correspondent's full name."""
    seller_nickname: str | None = None
    """The correspondent's name in the service."""

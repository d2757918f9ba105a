"""Rows of the group ``chats`` (documented in 'Correspondence with buyers').

The rows that change something are in `chat_changes`.
"""

from __future__ import annotations

import datetime as dt

from ..models.chats import AdminMessage, Chat, ChatMessage, ChatState
from .chat_changes import DELETE_MESSAGE, ID_I, MARK_SEEN, SEND, SET_STATE, UPLOAD
from .language import (
    Effect,
    Endpoint,
    ListEndpoint,
    PageLayout,
    Param,
    ResponseShape,
    ScalarStyle,
)

_VIEW = "[ Correspondence with buyers ]: View"

LIST = ListEndpoint(
    group="chats",
    name="list",
    method="GET",
    path="/api/debates/v2/chats",
    effect=Effect.SAFE,
    params=(
        Param(
            "filter_new", bool, as_number=True, doc="Whether only chats with unread messages come."
        ),
        Param("email", str, secret=True, not_blank=True, doc="Only chats with this buyer."),
        Param(
            "id_ds",
            int,
            many=True,
            joined=True,
            at_least=1,
            doc="Only chats about these products.",
        ),
    ),
    size_param=Param("page_size", int, wire="pagesize", at_least=1, doc="Items a page."),
    max_page_size=200,
    layout=PageLayout(
        items="chats|items",
        page="",
        count="",
        has_next_page="",
        total_count="",
        total_pages="pages|cnt_pages",
    ),
    returns=Chat,
    row_key=("id_i",),
    shape=ResponseShape.FLAT,
    permission=_VIEW,
    docs="debates",
    summary="List the chats with buyers.",
    returns_doc="the chats, the one with the latest message first",
    notes=(
        "The list shifts while it is read, as a new message moves its chat to the front. The "
        "service's default page size is 20."
    ),
)

MESSAGES = Endpoint(
    group="chats",
    name="messages",
    method="GET",
    path="/api/debates/v2",
    effect=Effect.SAFE,
    params=(
        ID_I,
        Param("hidden", bool, as_number=True, doc="Whether deleted messages come, too."),
        Param("id_from", int, at_least=1, doc="Not before this message."),
        Param("id_to", int, at_least=1, doc="Not after this message."),
        Param(
            "old_id",
            int,
            at_least=1,
            doc="A message that you know; not together with *id_from* or *id_to*.",
        ),
        Param(
            "newer",
            bool,
            as_number=True,
            doc="Whether all messages after *old_id* come, and not those before it.",
        ),
        Param(
            "count",
            int,
            at_least=1,
            at_most=200,
            doc="How many messages at most; not together with *id_from*, *id_to* or *newer*.",
        ),
    ),
    ascending=(("id_from", "id_to"),),
    exclusive=(
        ("old_id", "id_from"),
        ("old_id", "id_to"),
        ("count", "id_from"),
        ("count", "id_to"),
        ("count", "newer"),
    ),
    dependent=(("newer", "old_id"),),
    returns=ChatMessage,
    many=True,
    shape=ResponseShape.BARE,
    empty_is_none=True,
    scalars=ScalarStyle.INT_FLAGS,
    permission=_VIEW,
    docs="debates",
    summary="Read the messages of the chat about an order.",
    returns_doc="the messages",
    notes="Reading does not mark them as seen: `mark_seen` does.",
)

STATE = Endpoint(
    group="chats",
    name="state",
    method="GET",
    path="/api/debates/v2/chat-state",
    effect=Effect.SAFE,
    params=(ID_I,),
    returns=ChatState,
    shape=ResponseShape.BARE,
    scalars=ScalarStyle.INT_FLAGS,
    permission=_VIEW,
    docs="debates",
    summary="Read whether the chat about an order is open.",
    returns_doc="the state, which is one of `DialogState`, and whether you may change it",
)

ADMIN_MESSAGES = Endpoint(
    group="chats",
    name="admin_messages",
    method="GET",
    path="/api/messages/v2",
    effect=Effect.SAFE,
    params=(
        Param(
            "date_from",
            dt.datetime,
            moment_format="%d.%m.%Y %H:%M:%S",
            doc="Not before this date or moment.",
        ),
        Param(
            "count",
            int,
            at_least=1,
            doc="How many messages at most (the service's default: 100); not with *id_to*.",
        ),
        Param("id_from", int, at_least=1, doc="Not before this message."),
        Param("id_to", int, at_least=1, doc="Not after this message."),
        Param(
            "corr_id",
            int,
            at_least=-1,
            doc="Only messages from this correspondent; -1 is the administration.",
        ),
        Param(
            "only_unread",
            bool,
            as_number=True,
            doc="Whether only unread messages come (the service's default: they alone).",
        ),
    ),
    ascending=(("id_from", "id_to"),),
    exclusive=(("count", "id_to"),),
    returns=AdminMessage,
    many=True,
    shape=ResponseShape.BARE,
    empty_is_none=True,
    permission="[ Correspondence with the administration ]: View",
    docs="messages",
    summary="Read the correspondence with the administration.",
    returns_doc="the messages",
)

__all__ = [
    "ADMIN_MESSAGES",
    "DELETE_MESSAGE",
    "LIST",
    "MARK_SEEN",
    "MESSAGES",
    "ROWS",
    "SEND",
    "SET_STATE",
    "STATE",
    "UPLOAD",
]

ROWS = (
    LIST,
    MESSAGES,
    SEND,
    DELETE_MESSAGE,
    MARK_SEEN,
    UPLOAD,
    STATE,
    SET_STATE,
    ADMIN_MESSAGES,
)

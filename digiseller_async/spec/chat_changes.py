"""The rows of the group ``chats`` that change something."""

from __future__ import annotations

from types import NoneType

from ..models._base import Language
from ..models.chats import ChatFile
from .language import Effect, Endpoint, File, Format, Location, Param, ResponseShape

_WRITE = "[ Correspondence with buyers ]: debates_write"
_FLAG = "Of the permission only the key's flag is known, not the documentation's own words for it."
_DOCS = "debates"
ID_I = Param("id_i", int, required=True, positional=True, at_least=1, doc="The order's number.")

SEND = Endpoint(
    group="chats",
    name="send",
    method="POST",
    path="/api/debates/v2",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        ID_I,
        Param("message", str, location=Location.BODY, not_blank=True, doc="The text."),
        Param(
            "files",
            ChatFile,
            location=Location.BODY,
            many=True,
            doc="Files that `upload` gave.",
        ),
        Param(
            "is_auto",
            bool,
            location=Location.BODY,
            doc=(
                "Whether a program wrote it, so that the buyer's messages stay unread (the "
                "service's default: no)."
            ),
        ),
    ),
    at_least_one_of=("message", "files"),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    body_formats=(Format.JSON,),
    permission=_WRITE,
    docs=_DOCS,
    summary="Write to the buyer of an order.",
    returns_doc="nothing: no error means that it was sent",
    notes=(
        "Twice sends it twice. After an `OutcomeUnknownError` read "
        "``messages(id_i, newer=True, old_id=...)`` with the last message that you knew before "
        f"the call, and try again only if yours is not among them. {_FLAG}"
    ),
)

DELETE_MESSAGE = Endpoint(
    group="chats",
    name="delete_message",
    method="DELETE",
    path="/api/debates/v2/{message_id}",
    effect=Effect.DELETES,
    params=(
        Param(
            "message_id",
            int,
            location=Location.PATH,
            required=True,
            positional=True,
            at_least=1,
            doc="The message.",
        ),
        Param(
            "id_i", int, required=True, at_least=1, doc="The number of the order that it is about."
        ),
    ),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission="[ Correspondence with buyers ]: debates_delete",
    docs=_DOCS,
    summary="Delete one message of a chat.",
    returns_doc="nothing: no error means that it was deleted",
    notes=_FLAG,
)

MARK_SEEN = Endpoint(
    group="chats",
    name="mark_seen",
    method="POST",
    path="/api/debates/v2/seen",
    effect=Effect.IDEMPOTENT,
    params=(ID_I,),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission=_WRITE,
    docs=_DOCS,
    summary="Mark the buyer's messages about an order as seen.",
    returns_doc="nothing: no error means that they are marked",
    notes=_FLAG,
)

UPLOAD = Endpoint(
    group="chats",
    name="upload",
    method="POST",
    path="/api/debates/v2/upload-preview",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        Param(
            "files",
            File,
            wire="files[]",
            location=Location.FILES,
            many=True,
            one_or_many=True,
            required=True,
            positional=True,
            doc="The files, or one: a pair of a name and a content is one.",
        ),
        Param("lang", Language, doc="The language of what the service says of them."),
    ),
    returns=ChatFile,
    many=True,
    payload="files",
    may_be_bare=True,
    counted="files",
    permission=_WRITE,
    docs=_DOCS,
    summary="Upload files, to send them with a message.",
    returns_doc=(
        "the files, in their order: look before you send them, as one with an *error* stays in "
        "the list"
    ),
    notes=(
        "Twice uploads them twice, which buyers do not see: only `send` shows them. So after an "
        f"`OutcomeUnknownError` just upload them again. {_FLAG}"
    ),
)

SET_STATE = Endpoint(
    group="chats",
    name="set_state",
    method="POST",
    path="/api/debates/v2/chat-state",
    effect=Effect.IDEMPOTENT,
    params=(
        ID_I,
        Param(
            "chat_state", int, required=True, choices=(0, 1), doc="Whether it is open: 0 no, 1 yes."
        ),
    ),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission=_WRITE,
    docs=_DOCS,
    summary="Open or close the chat about an order.",
    returns_doc="nothing: no error means that it is so",
    notes=f"What the administration opened cannot be closed, except after a refund. {_FLAG}",
)

"""Let the seller write to buyers, delete, upload, and open and close chats."""

from msgspec import Struct

from ..._http.answers import Answer
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._http.uploads import Upload
from ..._state.seller import Seller
from ..._state.shop.chats import ChatFile
from ..._state.shop.orders import Order
from ..._state.shop.selling import write
from ..._state.texts import RefusedError
from ..lists import LANGUAGES
from .reading import found_order, may_change, unread

NOT_ALLOWED = 7  # of ``error_num``
REFUSED_ENDS = (".exe", ".scr")
REFUSALS = ("Недопустимый тип файла", "The type of the file is not allowed")
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif"}


class SentFile(Struct, frozen=True):
    """A file that was uploaded before."""

    newid: str
    name: str | None = None
    type: str | None = None


class SendRequest(Struct, frozen=True):
    """The body of a new message."""

    message: str | None = None
    files: tuple[SentFile, ...] | None = None
    is_auto: bool = False


def send(seller: Seller, call: Call) -> Answer:
    """Write to the buyer: a message for the text, and one for each file."""
    order = found_order(seller, call)
    request = read_body(call.body, call.content_type, SendRequest)
    files = [uploaded(seller, one.newid) for one in request.files or ()]
    if not (request.message or "").strip() and not files:
        raise RefusedError("message", "There is neither a message nor a file")
    if not request.is_auto:
        see(seller, order)
    if request.message:
        write(seller, order.invoice_id, request.message, by_buyer=False)
    for file in files:
        write(seller, order.invoice_id, "", by_buyer=False).file = file
    return Answer(effect=True)


def uploaded(seller: Seller, new_id: str) -> ChatFile:
    """Return a file that was uploaded, or refuse."""
    if new_id not in seller.chat_files:
        raise RefusedError("files", f"There is no file {new_id}")
    return seller.chat_files[new_id]


def see(seller: Seller, order: Order) -> None:
    """Let the seller see what the buyer wrote."""
    for one in unread(order):
        one.seen = seller.orders.now()


def mark_seen(seller: Seller, call: Call) -> Answer:
    """Let the seller see what the buyer wrote."""
    see(seller, found_order(seller, call))
    return Answer(effect=True)


def delete_message(seller: Seller, call: Call) -> Answer:
    """Hide a message."""
    message_id = call.id_in_path("message_id")
    for one in found_order(seller, call).messages:
        if one.id == message_id:
            one.deleted = True
            return Answer(effect=True)
    raise RefusedError("id", f"There is no message {message_id}")


def upload(seller: Seller, call: Call) -> Answer:
    """Take files; one that is not allowed is in the answer, too."""
    language = call.arguments.word("lang", LANGUAGES) or "ru-RU"
    if call.received.problem is not None or not call.received.files:
        raise RefusedError("files", call.received.problem or "There is no file")
    refusal = REFUSALS[LANGUAGES.index(language)]
    rows = [file_row(seller, one, refusal) for one in call.received.files]
    return Answer(payload={"files": rows}, effect=True)


def file_row(seller: Seller, received: Upload, refusal: str) -> dict[str, object]:
    """Keep a file, if it is allowed, and return what is said of it."""
    is_allowed = not received.name.lower().endswith(REFUSED_ENDS)
    kinds = (kind for end, kind in MEDIA_TYPES.items() if received.name.lower().endswith(end))
    file = ChatFile(
        new_id=f"{len(seller.chat_files) + 1:08x}" if is_allowed else "",
        name=received.name,
        type=next(kinds, "application/octet-stream"),
        size=received.size,
    )
    if is_allowed:
        seller.chat_files[file.new_id] = file
    return {
        "newid": file.new_id,
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "message": None,
        "warning": None,
        "error": None if is_allowed else refusal,
        "error_num": 0 if is_allowed else NOT_ALLOWED,
    }


def set_state(seller: Seller, call: Call) -> Answer:
    """Open or close the chat."""
    order = found_order(seller, call)
    wanted = call.arguments.word("chat_state", ("0", "1"))
    if wanted is None:
        raise RefusedError("chat_state", "chat_state is missing")
    if not may_change(order):
        raise RefusedError("chat_state", "The administration opened this chat")
    order.chat_state = int(wanted)
    return Answer(effect=True)


HANDLERS: Handlers = {
    "chats.send": send,
    "chats.delete_message": delete_message,
    "chats.mark_seen": mark_seen,
    "chats.upload": upload,
    "chats.set_state": set_state,
}

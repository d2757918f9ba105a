"""A call about content, an edit, a gallery or a status comes in; the answer goes out."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from .._http.answers import Answer, RefusedError, changed, found
from .._http.bodies import read_body
from .._http.call import Call
from .._state.seller import Seller
from .._state.status_tasks import Asked, start
from .content_calls import (
    SUCCESS,
    add_file,
    add_files,
    add_text,
    delete_everything,
    delete_one,
    sent_files,
    set_code_count,
    update_file,
    update_form,
    update_text,
)
from .edits import EDITS, edit
from .gallery import Options, Urls, add_image, add_video, find, rearrange

# The Swagger has one object in the answer, the page a list, and readers have met both.
SINGLE_EACH = 3


def edit_product(operation: str, seller: Seller, call: Call) -> Answer:
    """Change what the body names."""
    item = seller.stock.find(call.id_in_path("product_id"))
    asked = read_body(call.body, call.content_type, EDITS[operation][0], root="request")
    answer = changed if edit(item, operation, asked) else found
    return answer(SUCCESS, root="response")


def add_images(seller: Seller, call: Call) -> Answer:
    """Show images."""
    item, desk = seller.stock.find(call.id_in_path("product_id")), seller.content
    return shown(seller, [add_image(desk, item, one.name) for one in sent_files(call)])


def add_videos(seller: Seller, call: Call) -> Answer:
    """Show videos."""
    item, desk = seller.stock.find(call.id_in_path("product_id")), seller.content
    asked = read_body(call.body, call.content_type, Urls, root="request")
    return shown(seller, [add_video(desk, item, url) for url in asked.urls])


def shown(seller: Seller, added: Sequence[object]) -> Answer:
    """Return what was *added*: a list, or now and then a single one as it is."""
    seller.content.additions += 1
    single = len(added) == 1 and seller.content.additions % SINGLE_EACH == 0
    return changed(added[0] if single else added, root="response")


def set_options(seller: Seller, call: Call) -> Answer:
    """Change or delete a preview."""
    desk = seller.content
    item, preview = find(seller.stock, desk, call.names["type"], call.id_in_path("preview_id"))
    options = read_body(call.body, call.content_type, Options, root="request")
    rearrange(desk, item, preview, options)
    answer = found if options == Options() else changed
    return answer(None, root="response")


def set_status(seller: Seller, call: Call) -> Answer:
    """Change the status of many products."""
    asked = read_body(call.body, call.content_type, Asked, root="request")
    task = start(asked, seller.stock, len(seller.content.tasks))
    seller.content.tasks[task.id] = task
    return changed(task.id, root="response") if task.changed else found(task.id, root="response")


def task_status(seller: Seller, call: Call) -> Answer:
    """Tell how far a task is."""
    task = seller.content.tasks.get(call.arguments.text("taskId") or "")
    if task is None:
        raise RefusedError("taskId", "There is no such task", status=400)
    return Answer(payload=task.state())


CONTENT_HANDLERS: Mapping[str, Callable[[Seller, Call], Answer]] = {
    "content.add_file": add_file,
    "content.add_files": add_files,
    "content.add_text": add_text,
    "content.set_code_count": set_code_count,
    "content.update_file": update_file,
    "content.update_text": update_text,
    "content.delete": delete_one,
    "content.delete_all": delete_everything,
    "content.update_form": update_form,
    **{operation: partial(edit_product, operation) for operation in EDITS},
    "gallery.add_images": add_images,
    "gallery.add_videos": add_videos,
    "gallery.set_options": set_options,
    "products.set_status": set_status,
    "tasks.status": task_status,
}

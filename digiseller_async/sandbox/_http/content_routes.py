"""Nothing comes in; the operations on content, edits and galleries go out, with their paths."""

from .route import Formats, Route

ADDING = "[ Content ]: Adding"
CHANGING = "[ Content ]: Edit"
DELETING = "[ Content ]: Delete"
EDITING = "[ Products ]: Edit"
SHOWING = "[ Gallery ]: Adding"
CONTENT = "/api/product/content"
EDIT = "/api/product/edit"
PREVIEW = "/api/product/preview"

CONTENT_ROUTES = (
    Route("content.add_file", "POST", f"{CONTENT}/add/file/{{product_id}}", ADDING),
    Route("content.add_files", "POST", f"{CONTENT}/add/files/{{product_id}}/{{count}}", ADDING),
    Route("content.add_files", "POST", f"{CONTENT}/add/files/{{product_id}}", ADDING),
    Route("content.add_text", "POST", f"{CONTENT}/add/text", ADDING),
    Route("content.set_code_count", "GET", f"{CONTENT}/add/code/{{product_id}}/{{count}}", ADDING),
    Route("content.update_file", "POST", f"{CONTENT}/update/file/v2", CHANGING),
    Route("content.update_text", "POST", f"{CONTENT}/update/text", CHANGING),
    Route("content.delete", "GET", f"{CONTENT}/delete", DELETING, formats=Formats.JSON),
    Route("content.delete_all", "GET", f"{CONTENT}/delete/all", DELETING),
    Route("content.update_form", "POST", f"{CONTENT}/update/form", CHANGING),
    Route("products.edit_unique_fixed", "POST", f"{EDIT}/uniquefixed/{{product_id}}", EDITING),
    Route("products.edit_unique_unfixed", "POST", f"{EDIT}/uniqueunfixed/{{product_id}}", EDITING),
    Route("products.edit_book", "POST", f"{EDIT}/book/{{product_id}}", EDITING),
    Route("products.edit_software", "POST", f"{EDIT}/software/{{product_id}}", EDITING),
    Route("products.edit_arbitrary", "POST", f"{EDIT}/arbitrary/{{product_id}}", EDITING),
    Route("products.edit_base", "POST", f"{EDIT}/base/{{product_id}}", EDITING),
    Route("gallery.add_images", "POST", f"{PREVIEW}/add/images/{{product_id}}", SHOWING),
    Route("gallery.add_videos", "POST", f"{PREVIEW}/add/videos/{{product_id}}", SHOWING),
    # Their pages name no permission.
    Route("gallery.set_options", "POST", f"{PREVIEW}/options/{{type}}/{{preview_id}}", None),
    Route("products.set_status", "POST", f"{EDIT}/V2/status", EDITING),
    Route("tasks.status", "GET", f"{EDIT}/UpdateProductsTaskStatus", None, formats=Formats.JSON),
)

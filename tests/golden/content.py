"""Golden calls of the group ``content``.

The documentation's samples, repaired where JSON and XML differ, so that both are read alike: XML
has JSON's ids here, and JSON's ``success`` in `content.set_code_count`; JSON has XML's
``new_content_id`` in `content.update_text`. The sample of `content.update_form` sends one flag in
quotation marks; its table calls it a Boolean, and so it is sent as one.

The texts in the archive are such that all of its bytes, checksums too, are ASCII.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from digiseller_async.models import (
    AddedFile,
    AddedText,
    CodeCount,
    DeletedContent,
    Status,
    TextItem,
    UpdatedFile,
    UpdatedText,
)

from . import Case

NAMES = ("New Text Document.txt", "New Text Document 2.txt")
FORM_URL = "https://url-for-sending-a-request-with-the-quantity-specified-by-the-buyer.com/"
FILE = (NAMES[0], b"Test value")
UNIVERSAL_FILE = ("Новый документ №1.txt", "Новое значение".encode())
ADDED_FILES = [
    AddedFile(content_id=6403229, filename=NAMES[0]),
    AddedFile(content_id=6403230, filename=NAMES[1]),
]
ADDED_TEXTS = [AddedText(content_id=51419353, serial="test"), AddedText(content_id=51419354)]
UPDATED_FILES = [UpdatedFile(content_id=6403229, new_content_id=6403229, filename=NAMES[0])]
UPDATED_TEXT = UpdatedText(content_id=1234567, new_content_id=1234567, serial="test")


def archive() -> bytes:
    """Return a ZIP archive whose bytes are the same everywhere.

    They are UTF-8 without a carriage return, as golden files are, lengths and checksums included.
    """
    file = BytesIO()
    with ZipFile(file, "w") as opened:
        for name, text in (("one.txt", "Good 80"), ("two.txt", "Other good 184")):
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0x20
            opened.writestr(info, text)
    return file.getvalue()


ARCHIVE = ("goods.zip", archive())
CASES = (
    Case("content.add_file", lambda ds: ds.content.add_file(222, file=FILE), ADDED_FILES[:1]),
    Case("content.add_files", lambda ds: ds.content.add_files(222, archive=ARCHIVE), ADDED_FILES),
    Case(
        "content.add_files",
        lambda ds: ds.content.add_files(222, archive=ARCHIVE, count=2),
        ADDED_FILES,
        "counted",
    ),
    Case(
        "content.add_text",
        lambda ds: ds.content.add_text(
            222,
            texts=[
                TextItem(serial="test", value="Test value", id_v=0),
                {"value": "Test value #2", "id_v": 0},
            ],
        ),
        ADDED_TEXTS,
    ),
    Case(
        "content.add_text",
        lambda ds: ds.content.add_text(
            222, texts=["KEY-1 & «ключ» <b>", "https://example.com/?a=1&b=2"]
        ),
        ADDED_TEXTS,
        "plain",
    ),
    Case(
        "content.set_code_count",
        lambda ds: ds.content.set_code_count(222, count=-1),
        Status(status="success"),
    ),
    Case(
        "content.update_file",
        lambda ds: ds.content.update_file(content_id=6403229, file=FILE),
        UPDATED_FILES,
    ),
    Case(
        "content.update_file",
        lambda ds: ds.content.update_file(product_id=222, update_old=True, file=UNIVERSAL_FILE),
        UPDATED_FILES,
        "universal",
    ),
    Case(
        "content.update_text",
        lambda ds: ds.content.update_text(
            content_id=1234567,
            value="sample string 1",
            serial="sample string 2",
            update_old=False,
        ),
        UPDATED_TEXT,
    ),
    Case(
        "content.update_text",
        lambda ds: ds.content.update_text(product_id=222, value="sample string 1", update_old=True),
        UPDATED_TEXT,
        "universal",
    ),
    Case("content.delete", lambda ds: ds.content.delete(product_id=222, content_id=6403229), None),
    Case(
        "content.delete_all",
        lambda ds: ds.content.delete_all(222),
        DeletedContent(deleted_count=500),
    ),
    Case(
        "content.delete_all",
        lambda ds: ds.content.delete_all(222, variant_id=5),
        DeletedContent(deleted_count=500),
        "of_variant",
    ),
    Case(
        "content.update_form",
        lambda ds: ds.content.update_form(
            1,
            address="sample@email.ru",
            method="Email",
            encoding="UTF8",
            options=True,
            answer=True,
            allow_purchase_multiple_items=True,
            url_for_quantity=FORM_URL,
        ),
        Status(status="Success"),
    ),
    Case(
        "content.code_count",
        lambda ds: ds.content.code_count(222, variant_id=0),
        CodeCount(count=500),
    ),
    Case(
        "content.update_code_count",
        lambda ds: ds.content.update_code_count(222, count=500),
        CodeCount(count=500),
    ),
    Case(
        "content.update_code_count",
        lambda ds: ds.content.update_code_count(222, variant_id=5, count=-1),
        CodeCount(count=500),
        "of_variant",
    ),
)

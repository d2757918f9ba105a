"""The command ``digiseller call``: every operation, its options, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import pytest
from support.cli_runner import CliRunner, cli_runner
from support.round_trips import BOOK, DIGI, PINS, SOFT, UNIT

from digiseller_async._cli.call_command.command import call
from digiseller_async.models import Platform
from digiseller_async.sandbox import Order, Sandbox
from digiseller_async.spec import GROUPS, rows
from digiseller_async.spec.language import Effect

NAME = '[{"locale": "ru-RU", "value": "Имя"}]'
BOTH = '[{"locale": "ru-RU", "value": "Имя"}, {"locale": "en-US", "value": "Name"}]'
UNIT_PRICE = '{"price": 250, "unit_quantity": 1000, "currency": "RUB", "unit_name": "Gold"}'
PRICE = '{"price": 10.50, "currency": "RUB"}'
CREATE = (
    "--content-type Text --name {both} --price {price} --categories {category} --description {both}"
)
# The words of a plausible call of each operation. In braces stands what the sandbox knows.
WORDS = {
    "account.balance": "",
    "account.external_operations": "--order Amount",
    "account.currency_rates": "",
    "account.permissions": "",
    "account.receipts": "--types product_sales --start 2026-01-01 --limit 3",
    "account.set_currency_rate": (
        "--base-currency EUR --type-currency USD --bank MR --rate 1.25 --complement 0.5"
    ),
    "catalog.categories": "",
    "catalog.image": f"{DIGI} --maxlength 100 --crop",
    "catalog.products": "--limit 2",
    "catalog.reviews": "--page-size 20 --limit 3",
    "catalog.search": "№ --limit 2",
    "cataloguer.add_product": "{cataloguer} --product-id 2339982",
    "cataloguer.attributes": "{cataloguer}",
    "cataloguer.categories": "--limit 2",
    "chats.admin_messages": "--count 2",
    "chats.delete_message": "{message} --id-i {order}",
    "chats.list": "--filter-new --limit 2",
    "chats.mark_seen": "{order}",
    "chats.messages": "{order} --count 5",
    "chats.send": "{order} --message hello",
    "chats.set_state": "{order} --chat-state 1",
    "chats.state": "{order}",
    "chats.upload": "{file} {file}",
    "checkout.add_to_cart": f"{DIGI} --product-cnt 2",
    "checkout.cart": "{new_cart} --currency RUB",
    "checkout.prepare": f"{DIGI} --unit-cnt 1",
    "content.add_file": f"{DIGI} --file {{file}}",
    "content.add_files": f"{DIGI} --archive {{archive}}",
    "content.add_text": f"{PINS} --texts {{texts}}",
    "content.code_count": f"{PINS}",
    "content.delete": f"{PINS} {{content}}",
    "content.delete_all": f"{PINS}",
    "content.set_code_count": f"{PINS} --count 7",
    "content.update_code_count": f"{PINS} --count 3",
    "content.update_file": "--content-id {content_file} --file {file}",
    "content.update_form": f"{UNIT} --address https://example.com --encoding UTF8",
    "content.update_text": "--content-id {content} --value new",
    "gallery.add_images": f"{DIGI} --images {{image}}",
    "gallery.add_videos": f"{BOOK} --urls https://youtu.be/dQw4w9WgXcQ",
    "gallery.set_options": "image {image_id} --enabled",
    "offers.list": "--limit 2",
    "marketplaces.categories": "{platform}",
    "marketplaces.subcategories": "{market}",
    "options.add_variants": "{option} {variants}",
    "options.create": f"--product-id {PINS} --name {{both}} --type text",
    "options.delete": "{option}",
    "options.delete_variant": "{option} {variant}",
    "options.get": "{option}",
    "options.list": f"{DIGI}",
    "options.precheck": f"{PINS}",
    "options.set_precheck": f"{PINS} --precheck-no-answer allow",
    "options.update": "{option} --order 3",
    "options.update_variant": "{option} {variant} --order 2",
    "products.add_to_category": f"{DIGI} 200011",
    "products.by_ids": f"{DIGI} {PINS}",
    "products.clone": f"{DIGI} --count 2",
    "products.create_arbitrary": CREATE,
    "products.create_book": CREATE,
    "products.create_software": CREATE,
    "products.create_unique_fixed": CREATE,
    "products.create_unique_unfixed": f"{CREATE} --prices {{unit_price}}",
    "products.discount": f"{DIGI} --currency USD --email a@example.com",
    "products.edit_arbitrary": f"{DIGI} --name {{name}}",
    "products.edit_base": f"{SOFT} --price {{price}} --no-enabled",
    "products.edit_book": f"{BOOK} --name {{name}}",
    "products.edit_software": f"{SOFT} --name {{name}}",
    "products.edit_unique_fixed": f"{PINS} --name {{name}}",
    "products.edit_unique_unfixed": f"{UNIT} --name {{name}}",
    "products.get": f"{DIGI} --currency USD",
    "products.of_seller": "--limit 2",
    "products.price": f"{DIGI} --unit-cnt 5",
    "products.set_prices": "{changes}",
    "products.set_status": f"{DIGI} {UNIT} enabled",
    "purchases.cart": "--cart-uid {cart}",
    "purchases.get": "{order}",
    "purchases.mark_delivered": "{code}",
    "purchases.verify_code": "{code}",
    "sales.as_agent": "--limit 2",
    "sales.latest": "--top 3",
    "sales.list": "--date-start 2026-01-01T00:00:00+03:00 --limit 2",
    "tasks.status": "{task}",
    "templates.apply": "2 --seller-id 77",
    "templates.create": "--name New",
    "templates.delete": "1 --via-post",
    "templates.list": "",
    "templates.products": "2 --price-max 9000.50 --limit 2",
    "templates.set_products": "2 --products {percents}",
    "templates.update": "1 --name Other",
}


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[CliRunner]:
    """Give a runner that sees what is written to the descriptors, too."""
    yield from cli_runner(monkeypatch, capfd)


def lines(cli: CliRunner, *words: object) -> list[Any]:
    """Run a call, and return the lines of JSON that it printed."""
    ended = cli.run("call", *words, "--json")
    assert ended.code == 0, ended.err
    return [json.loads(line, parse_float=Decimal) for line in ended.out.splitlines()]


def known(  # noqa: PLR0911  (a case each)
    cli: CliRunner, box: Sandbox, folder: Path, order: Order, wanted: str
) -> str:
    """Return what stands for the word *wanted* of `WORDS`."""
    at = ("--base-url", box.url, "--yes")
    if wanted == "content":
        (added,) = lines(cli, "content.add_text", PINS, "--texts", '["a"]', *at)
        return str(added["content_id"])
    if wanted == "task":
        (task,) = lines(cli, "products.set_status", DIGI, "disabled", *at)
        return str(task)
    if wanted == "cataloguer":
        return str(lines(cli, "cataloguer.categories", *at[:2])[-1]["category_id"])
    if wanted == "market":
        return str(
            lines(cli, "marketplaces.categories", next(iter(Platform)), *at[:2])[0]["children"][0][
                "id"
            ]
        )
    if wanted == "new_cart":
        return str(lines(cli, "checkout.add_to_cart", DIGI, *at)[0]["cart_uid"])
    if wanted in ("option", "variant"):
        option = lines(cli, "options.list", DIGI, *at[:2])[0]["id"]
        (found,) = lines(cli, "options.get", option, *at[:2])
        return str(option if wanted == "option" else found["variants"][-1]["variant_id"])
    paths = {name: folder / f"{name}.{end}" for name, end in (("file", "txt"), ("image", "png"))}
    for path in paths.values():
        path.write_bytes(b"KEY-1")
    if wanted == "content_file":
        (added,) = lines(cli, "content.add_file", DIGI, "--file", paths["file"], *at)
        return str(added["content_id"])
    if wanted == "image_id":
        (image,) = lines(cli, "gallery.add_images", DIGI, "--images", paths["image"], *at)
        return str(image["preview_id"])
    texts = folder / "texts.json"
    texts.write_text('[{"value": "KEY-1", "id_v": 0}]', "utf-8")
    archive = folder / "goods.zip"
    with ZipFile(archive, "w") as opened:
        opened.writestr("one.txt", "KEY-1")
    return {
        "order": str(order.invoice_id),
        "message": str(box.write(order, "hello")),
        "code": order.unique_code,
        "cart": next(str(one.cart_uid) for one in box.orders if one.cart_id is not None),
        "file": str(paths["file"]),
        "image": str(paths["image"]),
        "archive": str(archive),
        "texts": f"@{texts}",
        "name": NAME,
        "price": PRICE,
        "both": BOTH,
        "category": '[{"owner": 1, "category_id": 1}]',
        "unit_price": UNIT_PRICE,
        "changes": f'[{{"product_id": {UNIT}, "price": 20.50}}]',
        "variants": f'[{{"name": {BOTH}, "type": "priceplus", "rate": 7}}]',
        "platform": str(next(iter(Platform))),
        "percents": f'[{{"product_id": {DIGI}, "percent": 5}}]',
    }[wanted]


def words_of(cli: CliRunner, box: Sandbox, folder: Path, operation: str) -> list[str]:
    """Return the words of a plausible call of *operation*."""
    assert operation in WORDS, f"{operation} is new: add the words of a call to WORDS"
    order = box.sell(product_id=PINS, buyer="buyer@example.com")
    return [
        known(cli, box, folder, order, word.strip("{}")) if word.startswith("{") else word
        for word in WORDS[operation].split()
    ]


ROWS = {row.operation: row for row in rows(*GROUPS)}


@pytest.mark.parametrize("operation", ROWS)
def test_each_operation_can_be_called(cli: CliRunner, tmp_path: Path, operation: str) -> None:
    """Each operation of the table can be called, and its result is a table or JSON."""
    box = cli.box()
    words = words_of(cli, box, tmp_path, operation)
    safe = ROWS[operation].effect is Effect.SAFE
    ending = ("--base-url", box.url, *(() if safe else ("--yes",)))

    ended = cli.run("call", operation, *words, *ending)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.strip()
    if safe:
        for item in lines(cli, operation, *words, *ending):
            assert item is not None


@pytest.mark.parametrize("operation", ROWS)
def test_each_operation_has_its_help(cli: CliRunner, operation: str) -> None:
    """The help of an operation has its options, effect and permission, and no name twice."""
    ended = cli.run("call", operation, "--help")

    row = ROWS[operation]
    command = call.get_command(click.Context(call), operation)
    assert command is not None
    names = [name for param in command.params for name in param.opts]
    assert (ended.code, ended.err) == (0, "")
    assert f"Effect: {row.effect.value}." in ended.out
    assert "Permission: " in ended.out
    assert len(names) == len(set(names))
    for param in row.params:
        shown = param.name.upper() if param.positional else f"--{param.name.replace('_', '-')}"
        assert param.implicit or shown in ended.out

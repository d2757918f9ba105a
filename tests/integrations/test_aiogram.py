"""The README's Telegram bot runs with the real aiogram, against a fake Bot API and the sandbox."""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import Any

import aiogram
import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from support.readme import block_with

import digiseller_async
from digiseller_async.sandbox import Sandbox

BLOCK = block_with("from aiogram import")
TOKEN = "42:TEST"
OWNER = "77"


class BotApi:
    """Telegram's Bot API, as far as a bot that answers texts needs it."""

    def __init__(self) -> None:
        self.updates: deque[dict[str, Any]] = deque()
        self.sent: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    def say(self, text: str) -> None:
        """Let a buyer write to the bot."""
        sender = {"id": 5, "is_bot": False, "first_name": "B"}
        message = {
            "message_id": 1,
            "date": 1_764_000_000,
            "chat": {"id": 5, "type": "private"},
            "from": sender,
            "text": text,
        }
        self.updates.append({"update_id": len(self.updates) + 1, "message": message})

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call of the API."""
        method, fields = request.match_info["method"], await request.post()
        result: Any = True
        if method == "getMe":
            result = {"id": 42, "is_bot": True, "first_name": "Bot", "username": "bot"}
        elif method == "getUpdates":
            result = [self.updates.popleft() for _ in range(len(self.updates))]
            await asyncio.sleep(0 if result else 0.01)  # as a long poll, but shorter
        elif method == "sendMessage":
            chat = str(fields["chat_id"])
            await self.sent.put((chat, str(fields["text"])))
            result = {"message_id": 2, "date": 1_764_000_000, "chat": {"id": 5, "type": "private"}}
        return web.json_response({"ok": True, "result": result})


@pytest.mark.asyncio
async def test_the_bot_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells its owner of a sale, finds the order of a code, and says so if there is none."""
    api = BotApi()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", api.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    session = AiohttpSession(api=TelegramAPIServer.from_base(f"http://{host}:{port}"))
    async with Sandbox() as box:
        client = partial(
            digiseller_async.Digiseller, box.seller_id, box.api_key, base_url=box.url, rate=None
        )
        monkeypatch.setattr(digiseller_async, "Digiseller", client)
        monkeypatch.setattr(aiogram, "Bot", partial(aiogram.Bot, session=session))
        monkeypatch.setenv("BOT_TOKEN", TOKEN)
        monkeypatch.setenv("OWNER", OWNER)
        program: dict[str, Any] = {"__name__": "bot"}
        exec(BLOCK.replace("asyncio.run(main())", ""), program)  # noqa: S102 (the README's)

        order = box.sell()
        bot = asyncio.create_task(program["main"]())
        try:
            for text in (order.unique_code, "0" * 16, "hello"):
                api.say(text)
            found = {await asyncio.wait_for(api.sent.get(), 30) for _ in range(4)}
        finally:
            bot.cancel()
            await asyncio.gather(bot, return_exceptions=True)
            await session.close()
            await runner.cleanup()

    words = f"Sold: {order.product_name}, {order.price} {order.credited_currency}"
    assert found >= {(OWNER, words), ("5", f"Order {order.invoice_id}: {order.product_name}")}
    assert ("5", "There is no such code.") in found

"""Answer the service's calls, and try that on a sandbox."""

from __future__ import annotations

from digiseller_async import Digiseller, callbacks
from digiseller_async.sandbox import Fault, Sandbox


async def hand_over(request: callbacks.DeliveryRequest) -> str | None:
    """Give the goods of an order."""
    return None if request.is_test else f"KEY-{request.inv}"


def sold(sale: callbacks.SaleNotification) -> None:
    """Take note of a sale."""
    print(sale)


def count(request: callbacks.QuantityRequest) -> int:
    """Say how many there are."""
    print(request)
    return 3


async def check(request: callbacks.PrecheckRequest) -> str | None:
    """Refuse what cannot be made."""
    return None if request else "There are no more of these."


APP = callbacks.App(
    password="password",
    secret="secret",
    on_sale=sold,
    on_delivery=hand_over,
    on_quantity=count,
    on_precheck=check,
    answers=callbacks.SQLiteAnswers("answers.db"),
)


async def handle(body: bytes) -> tuple[int, bytes]:
    """Answer under any framework."""
    answer = await APP.handle("POST", "/delivery", headers={"a": "b"}, body=body)
    return answer.status, answer.body


async def by_hand(body: bytes) -> callbacks.Answer:
    """Answer with the functions alone."""
    request = callbacks.read_delivery(body=body, content_type="text/xml", secret="secret")
    return callbacks.deliver(request, ["KEY-1", "KEY-2"])


async def sandbox() -> int:
    """Sell something, and meet a fault."""
    async with Sandbox(products=3, latency=0.01) as box:
        async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
            order = box.sell(product_id=1, buyer="buyer@example.com")
            box.write(order, "Thank you!")
            box.inject(Fault.TOO_MANY, operation="account.balance", times=2, retry_after="0")
            print(await ds.account.balance())
        return box.requests["account.balance"] + box.applied["templates.create"]

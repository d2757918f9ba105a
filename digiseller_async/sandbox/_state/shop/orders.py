"""Keep the orders of the seller's shop: what was sold to whom, its unique code, and its chat.

Like the other lists, the orders at the start are functions of the seed; one that is asked for by
``find``, which is what changes do, is kept from then on.
"""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from urllib.parse import urlencode

from ..moments import MOSCOW
from ..products import Item, Piece
from ..seeded import Chain, Indexes, Timeline, mix
from ..stock import Stock
from ..texts import RefusedError, Text, text_in
from .chats import FIRST_NEW_MESSAGE, Message, seeded_messages

STEP = 1_801  # seconds
NEWEST_INVOICE = 250_000_000  # of those at the start
FIRST_SOLD_CONTENT = 500_000_000  # far from the ids of content that is added
FIRST_CART, CART_SIZE = 3_000_000, 2
PAID, REFUNDED = 3, 5
SHARE = Decimal("0.97")  # of the price comes to the seller
CREDITED = {"USD": "WMZ", "EUR": "WME", "RUB": "WMR", "RUR": "WMR", "UAH": "WMR"}
METHODS = ("WebMoney", "Bank card", "PayPal", "Bitcoin")
LANGUAGES = ("ru-RU", "en-US")


@dataclass(kw_only=True)
class UniqueCode:
    """The code that proves a purchase, and when what happened to it."""

    value: str
    checked: datetime | None = None
    delivered: datetime | None = None
    confirmed: datetime | None = None
    refuted: datetime | None = None

    @property
    def state(self) -> int:
        """The service's number: 1 not verified, 2 delivered, 3 confirmed, 4 refuted, 5 verified."""
        if self.refuted is not None:
            return 4
        if self.confirmed is not None:
            return 3
        if self.delivered is not None:
            return 2
        return 1 if self.checked is None else 5


@dataclass(frozen=True, kw_only=True)
class ChosenOption:
    """What the buyer chose or wrote for one of the product's options."""

    id: int
    name: str
    value: str
    variant_id: int | None = None


@dataclass(kw_only=True)
class Order:
    """One sale of one product; its moments are Moscow's and name no zone.

    Attributes:
        invoice_id: The order's number.
        product_id: The product that was sold.
        name: The product's name in both languages when it was sold.
        pieces: What was handed over; empty if the seller's own server hands it over.
        quantity: How many pieces or units were bought.
        buyer: The buyer's e-mail address.
        ip: The buyer's address on the network.
        language: The buyer's language, ``ru-RU`` or ``en-US``.
        price: What was paid, in *currency*.
        currency: The currency of the price.
        method: How it was paid.
        paid: When it was paid.
        code: The unique code.
        options: What the buyer chose or wrote.
        parameters: The further parameters of the payment page.
        partner_id: The partner who brought the buyer.
        cart_id: The number of the cart that it was bought in.
        state: The service's number for the state of an order: 3 is paid, 5 is refunded.
        messages: What was written about it, the oldest first.
        chat_state: Whether the chat is open: 0 closed, 1 by the seller, 2 by the administration.
    """

    invoice_id: int
    product_id: int
    name: tuple[Text, ...]
    pieces: tuple[Piece, ...]
    quantity: int
    buyer: str
    ip: str
    language: str
    price: Decimal
    currency: str
    method: str
    paid: datetime
    code: UniqueCode
    options: tuple[ChosenOption, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    partner_id: int | None = None
    cart_id: int | None = None
    state: int = PAID
    messages: list[Message] = field(default_factory=list[Message])
    chat_state: int = 1

    @property
    def product_name(self) -> str:
        """The product's name in the buyer's language."""
        return text_in(self.name, self.language)

    @property
    def unique_code(self) -> str:
        """The unique code as the buyer has it."""
        return self.code.value

    @property
    def cart_uid(self) -> str | None:
        """The id of the cart in the shop."""
        return None if self.cart_id is None else f"{mix(0, self.cart_id):016X}"

    @property
    def packed_parameters(self) -> str:
        """The further parameters as the service gives them back: a query in base64."""
        return base64.b64encode(urlencode(self.parameters).encode()).decode()

    @property
    def credited(self) -> Decimal:
        """What came to the seller's account."""
        return (self.price * SHARE).quantize(Decimal("0.01"))

    @property
    def credited_currency(self) -> str:
        """The purse that it came to."""
        return CREDITED[self.currency]

    @property
    def is_refunded(self) -> bool:
        """Whether the buyer got the money back."""
        return self.state == REFUNDED

    @property
    def last_activity(self) -> datetime:
        """When the last message was written, or else when it was paid."""
        return max((one.written for one in self.messages), default=self.paid)


class Orders:
    """All orders: those at the start, number 0 the newest of them, and those sold since."""

    def __init__(self, seed: int, size: int, stock: Stock, clock: Callable[[], float]) -> None:
        """Have *size* orders at first, or none if there are no products to sell."""
        self.rows = range(size if len(stock.rows) else 0)
        self._seed = seed
        self._stock = stock
        self._clock = clock
        self._timeline = Timeline(seed, STEP)
        self._kept: dict[int, Order] = {}
        self._sold: list[int] = []
        self._codes: dict[str, int] = {}
        self._invoice_ids = count(NEWEST_INVOICE + 1)
        self.message_ids = count(FIRST_NEW_MESSAGE)

    def __len__(self) -> int:
        """Return how many orders there are."""
        return len(self.rows) + len(self._sold)

    def __iter__(self) -> Iterator[Order]:
        """Yield all orders as they are now, the newest first; to read them only."""
        invoice_ids = self.between(None, None)
        return self.at(invoice_ids, range(len(invoice_ids)))

    def at(self, invoice_ids: Indexes, places: range) -> Iterator[Order]:
        """Return the orders at these *places* of a list, to read them only."""
        return (self._order(invoice_ids[place]) for place in places)

    def now(self) -> datetime:
        """Return the present on Moscow's clock."""
        return datetime.fromtimestamp(self._clock(), MOSCOW).replace(tzinfo=None)

    def between(self, start: datetime | None, finish: datetime | None) -> Indexes:
        """Return the numbers of the orders paid in this time, both ends included, newest first."""
        rows = self._timeline.between(self.rows, start, finish)
        sold = [
            (order.paid, order.invoice_id)
            for order in map(self._order, self._sold)
            if (start is None or start <= order.paid) and (finish is None or order.paid <= finish)
        ]
        parts = self._timeline.with_added(rows, sold)
        return Chain([invoices(one) if isinstance(one, range) else one for one in parts])

    def get(self, invoice_id: int | None) -> Order | None:
        """Return the order to read it, or None if there is none."""
        if invoice_id is None:
            return None
        if invoice_id not in self._kept and NEWEST_INVOICE - invoice_id not in self.rows:
            return None
        return self._order(invoice_id)

    def find(self, invoice_id: int | None) -> Order:
        """Return the order to change it, or refuse."""
        order = self.get(invoice_id)
        if order is None:
            raise RefusedError("id_i", f"There is no order {invoice_id}", "Заказ не найден")
        return self._kept.setdefault(order.invoice_id, order)

    def in_cart(self, cart_id: int | None, cart_uid: str | None) -> list[Order]:
        """Return the orders of the cart with this number or this id, the newest first."""
        return [
            order
            for order in self
            if order.cart_id is not None
            and cart_id in {None, order.cart_id}
            and cart_uid in {None, order.cart_uid}
        ]

    def by_code(self, code: str) -> Order | None:
        """Return the order with this unique code, to read it, or None."""
        index = code[:8]
        seeded = NEWEST_INVOICE - int(index) if index.isascii() and index.isdecimal() else None
        order = self.get(self._codes.get(code, seeded))
        return order if order is not None and order.code.value == code else None

    def add(
        self,
        item: Item,
        pieces: tuple[Piece, ...],
        *,
        buyer: str,
        quantity: int,
        paid: datetime | None,
        options: tuple[ChosenOption, ...],
        parameters: Mapping[str, str],
    ) -> Order:
        """Keep a new order of the *item*, paid now if it is not said when."""
        order = replace(
            self._made_up(next(self._invoice_ids), item, paid or self.now()),
            pieces=pieces,
            buyer=buyer,
            quantity=quantity,
            price=item.price * quantity,
            options=options,
            parameters=parameters,
        )
        self._kept[order.invoice_id] = order
        self._sold.append(order.invoice_id)
        self._codes[order.unique_code] = order.invoice_id
        return order

    def _order(self, invoice_id: int) -> Order:
        """Return an order that there is."""
        return self._kept.get(invoice_id) or self._seeded(invoice_id)

    def _seeded(self, invoice_id: int) -> Order:
        """Return one of the orders at the start as nobody has changed it."""
        index = NEWEST_INVOICE - invoice_id
        bits = mix(self._seed + 4, index)
        rows = self._stock.rows
        item = self._stock.get(rows[bits % len(rows)])
        assert item is not None  # noqa: S101 (it is one of the rows)
        order = self._made_up(invoice_id, item, self._timeline.at(index))
        order.state = REFUNDED if bits >> 11 & 15 == 0 else PAID
        order.messages = seeded_messages(self._seed, index, order.paid)
        # Of five orders in a row, the first two came in one cart.
        order.cart_id = FIRST_CART + index // 5 if index % 5 < CART_SIZE else None
        return order

    def _made_up(self, invoice_id: int, item: Item, paid: datetime) -> Order:
        """Return an order with what is the same each time for this number."""
        index = NEWEST_INVOICE - invoice_id
        bits = mix(self._seed + 5, index)
        language = LANGUAGES[bits >> 3 & 1]
        value = f"KEY-{bits:016X}"
        return Order(
            invoice_id=invoice_id,
            product_id=item.id,
            name=item.name,
            pieces=(Piece(content_id=FIRST_SOLD_CONTENT + abs(index), value=value),),
            quantity=1,
            buyer=f"buyer{bits % 1000}@example.com",
            ip=f"203.0.113.{bits >> 20 & 255}",
            language=language,
            price=item.price,
            currency=item.currency,
            method=METHODS[bits >> 5 & 3],
            paid=paid,
            # Eight digits tell the number of an order at the start; eight more cannot be guessed.
            code=UniqueCode(value=f"{abs(index):08d}{bits & 0xFFFFFFFF:08X}"),
            partner_id=1 + bits % 90_000 if bits >> 40 & 7 == 0 else None,
        )


def invoices(rows: range) -> range:
    """Return the numbers of these orders."""
    return range(NEWEST_INVOICE - rows.start, NEWEST_INVOICE - rows.stop, -1)

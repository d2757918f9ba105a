"""Golden calls of the group ``checkout``.

The page's samples of answers are not in the stored copies: these have the fields that real clients
read, with texts for numbers.
"""

from __future__ import annotations

from decimal import Decimal

from digiseller_async.models import CartContents, CartProduct, CartState, ChosenOption

from . import Case

CART = "6420808B4ACC46BEBB04749EC63FF062"
CONTENTS = CartContents(
    cart_cnt=1,
    amount=Decimal("19.98"),
    currency="USD",
    products=(CartProduct(id=1239468, name="Unique code", cnt_item=2, price=Decimal("9.99")),),
)
CASES = (
    Case(
        "checkout.prepare",
        lambda ds: ds.checkout.prepare(
            1239468,
            options=[ChosenOption(id=31, variant_id=7), {"id": 32, "text": "Player & co"}],
            unit_cnt=Decimal("1.5"),
            lang="ru-RU",
            ip="127.0.0.1",
        ),
        22418804,
    ),
    Case(
        "checkout.add_to_cart",
        # The page's own sample.
        lambda ds: ds.checkout.add_to_cart(
            1239468,
            product_cnt=2,
            currency="wmr",
            email="buyer_@email@mail.com",
            lang="ru-RU",
            cart_uid=CART,
            id_po=22418804,
        ),
        CartState(cart_uid=CART, cart_cnt=2),
    ),
    Case(
        "checkout.add_to_cart",
        lambda ds: ds.checkout.add_to_cart(1239468, cart_uid=""),
        CartState(cart_uid=CART, cart_cnt=2),
        "new",
    ),
    Case("checkout.cart", lambda ds: ds.checkout.cart(CART), CONTENTS),
    Case(
        "checkout.cart",
        lambda ds: ds.checkout.cart(
            CART, currency="USD", lang="en-US", product_id=1239468, product_cnt=2
        ),
        CONTENTS,
        "changed",
    ),
)

"""Golden calls of the group ``products``.

The documentation's samples, repaired: a missing comma after ``release_date`` (`products.by_ids`),
dots and commas after the last element. Plausible values are filled in where a sample has none:
nearly everywhere in XML, in all of `products.discount` and `products.price`, and in the summaries
of `products.by_ids`. A second product stands where a sample has dots. `products.by_ids` and
`products.get` have the extras of the wire notes in JSON only, where they were seen.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from attrs import evolve

from digiseller_async import Page
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import (
    Breadcrumb,
    Collection,
    CurrencyPrices,
    CustomerDiscount,
    Discount,
    DiscountCurrency,
    DiscountedPrice,
    LoyaltyDiscount,
    ModifyType,
    OptionType,
    OptionVariant,
    OrderColumn,
    OrderDirection,
    PaymentCurrency,
    PaymentMethod,
    Present,
    PreviewImage,
    PreviewVideo,
    PriceQuote,
    Product,
    ProductLabel,
    ProductOption,
    ProductPrices,
    ProductSale,
    ProductSeller,
    ProductStatistics,
    ProductSummary,
    ProductType,
    QuoteSale,
    SaleCurrency,
    SaleInfo,
    SellerPage,
    SellerProduct,
    SoldFile,
    SoldText,
    UnitPrices,
    Units,
    VideoType,
    VolumeDiscount,
)

from . import Case

PUBLISHED = dt.datetime(2019, 5, 28, 14, 32, 39, tzinfo=MOSCOW)
SUMMARIES = [
    ProductSummary(
        id=2080515,
        id_seller=12126,
        name="TestItem",
        info="Testing <b>item</b>",
        add_info="",
        collection=Collection.PINS,
        base_currency=SaleCurrency.RUR,
        base_price=Decimal("9.00"),
        price_usd=Decimal("0.15"),
        price_rub=Decimal("9.00"),
        price_eur=Decimal("0.13"),
        price_uah=Decimal("3.92"),
        cnt_sell=63,
        cnt_sell_hidden=False,
        cnt_return=0,
        cnt_return_hidden=False,
        in_stock=True,
        num_in_stock=1,
        num_in_lock=0,
        owner_id=0,
        sale_info=SaleInfo(
            common_base_price=Decimal("18.00"),
            common_price_usd=Decimal("0.30"),
            common_price_rur=Decimal("18.00"),
            common_price_eur=Decimal("0.26"),
            common_price_uah=Decimal("7.84"),
            sale_begin=dt.datetime(2020, 12, 30, 13, tzinfo=MOSCOW),
            sale_end=dt.datetime(2020, 12, 31, 20, tzinfo=MOSCOW),
            sale_percent=Decimal("50.00"),
        ),
    ),
    ProductSummary(
        id=2661878,
        id_seller=12126,
        name="Бугрики",
        info="",
        add_info="",
        collection=Collection.UNIT,
        base_currency=SaleCurrency.USD,
        base_price=Decimal("1.12"),
        price_usd=Decimal("1.12"),
        price_rub=Decimal("70.50"),
        price_eur=Decimal("0.95"),
        price_uah=Decimal("30.40"),
        cnt_sell=-1,
        cnt_sell_hidden=True,
        cnt_return=-1,
        cnt_return_hidden=True,
        in_stock=False,
        num_in_lock=2,
        owner_id=1,
        release_date=PUBLISHED,
        sale_info=SaleInfo(),
    ),
]
PRICES = CurrencyPrices(
    rub=Decimal("0.12"),
    usd=Decimal("0.12"),
    eur=Decimal("0.12"),
    uah=Decimal("0.12"),
    m_btc=Decimal("0.123456"),
    m_ltc=Decimal("0.123456"),
)
METHOD = PaymentMethod(
    name="WebMoney",
    code="WM",
    hide=0,
    currencies=(
        PaymentCurrency(
            currency="USD", code="WMZ", price=Decimal("0.1234"), limit=Decimal("100.5")
        ),
        PaymentCurrency(currency="RUB", code="WMR", price=Decimal("7.50")),
    ),
)
IMAGE = PreviewImage(id=1, url="https://graph.digiseller.ru/img.ashx?idp=1", width=320, height=240)
VARIANT = OptionVariant(
    value=41541,
    text="One",
    default=True,
    modify="+5%",
    modify_type=ModifyType.PERCENT,
    modify_value=Decimal(5),
    modify_value_default=Decimal("0.06"),
    num_in_stock=3,
    visible=1,
)
OTHER_VARIANT = OptionVariant(
    value=41542,
    text="Two",
    default=False,
    modify="",
    modify_value=Decimal(0),
    modify_value_default=Decimal(0),
    num_in_stock=0,
)
OPTION = ProductOption(
    id=28532,
    name="option_select_28532",
    label="How many",
    comment="",
    type=OptionType.SELECT,
    separate_content=True,
    required=True,
    modifier_visible=True,
    variants=(VARIANT, OTHER_VARIANT),
)
PRODUCT = Product(
    id=2661878,
    id_prev=2657311,
    id_next=0,
    name="Бугрики",
    price=Decimal("1.12"),
    currency=SaleCurrency.USD,
    is_available=True,
    url="https://example.com/?id=2661878&lang=en",
    card_url="https://example.com/card",
    info="тест уникального товара",
    add_info="",
    release_date=PUBLISHED,
    agency_fee=Decimal("1.12"),
    agency_sum=Decimal("0.12"),
    agency_id=0,
    collection=Collection.UNIT,
    propertygood=2,
    show_rest=True,
    num_in_stock=3,
    num_in_lock=2,
    owner=1,
    section_id=21990,
    pwyw=False,
    label=ProductLabel.NEW,
    no_cart=0,
    prices=ProductPrices(initial=PRICES, default=PRICES),
    payment_methods=(METHOD,),
    prices_unit=UnitPrices(
        unit_name="BUG",
        unit_amount=Decimal("1.12"),
        unit_amount_desc="RUB",
        unit_currency=SaleCurrency.USD,
        unit_cnt=Decimal("1.12"),
        unit_cnt_min=Decimal(100),
        unit_cnt_max=Decimal(500),
        unit_cnt_desc="",
        unit_fixed=(Decimal(100), Decimal(250)),
        unit_only_int=True,
    ),
    preview_imgs=(IMAGE,),
    preview_videos=(
        PreviewVideo(type=VideoType.YOUTUBE, id="1", preview="https://example.com/1.jpg"),
    ),
    type_good=2,
    type=ProductType.TEXT,
    text=SoldText(date=PUBLISHED, size=16),
    file=SoldFile(date=PUBLISHED, size=16, name="trial-app.zip", trial="1"),
    category_id=78099,
    breadcrumbs=(
        Breadcrumb(id=78098, name="Тестирование", products_cnt=20),
        Breadcrumb(id=78099, name="Тестирование [виджета]", products_cnt=17),
    ),
    discounts=(LoyaltyDiscount(summa=Decimal("100.0"), percent=Decimal("20.0")),),
    units=Units(
        desc="1 BUG",
        price=Decimal("1.0"),
        discounts=(
            VolumeDiscount(
                desc="discount descrition", percent=Decimal("3.0"), price=Decimal("80.0")
            ),
        ),
    ),
    present=Present(id=1, name="some present"),
    gift_commiss=Decimal("5.0"),
    options=(OPTION,),
    options_check=True,
    statistics=ProductStatistics(
        sales=63,
        refunds=0,
        good_reviews=-1,
        bad_reviews=0,
        sales_hidden=False,
        refunds_hidden=False,
        good_reviews_hidden=True,
        bad_reviews_hidden=False,
    ),
    seller=ProductSeller(id=12126, name="WYSIWYG"),
    sale_info=ProductSale(
        common_base_price=Decimal("0.0"),
        common_price_usd=Decimal("0.0"),
        common_price_rub=Decimal("0.0"),
        common_price_eur=Decimal("0.0"),
        common_price_uah=Decimal("0.0"),
        sale_end=PUBLISHED,
        sale_percent=Decimal("0.0"),
    ),
)
QUOTE = PriceQuote(
    price=Decimal("9.00"),
    count=Decimal("1.5"),
    amount=Decimal("13.77"),
    currency="WMZ",
    commission=Decimal("0.27"),
    free_pay=False,
    sale_info=QuoteSale(common_base_price=Decimal("18.00"), sale_percent=Decimal(50)),
)
CUSTOMER_DISCOUNT = CustomerDiscount(
    product=DiscountedPrice(price=Decimal("8.55"), currency=DiscountCurrency.USD),
    discount=Discount(percent=Decimal(5), total=Decimal("101.70"), currency=SaleCurrency.USD),
)
ITEM = SellerProduct(
    id_goods=2080515,
    name_goods="TestItem",
    info_goods="Testing item",
    add_info="Testing item",
    price=Decimal("9.00"),
    currency=SaleCurrency.RUR,
    cnt_sell=63,
    cnt_sell_hidden=False,
    cnt_return=0,
    cnt_return_hidden=False,
    cnt_goodresponses=1,
    cnt_goodresponses_hidden=False,
    cnt_badresponses=2,
    cnt_badresponses_hidden=False,
    price_usd=Decimal("0.15"),
    price_rur=Decimal("9.00"),
    price_eur=Decimal("0.13"),
    price_uah=Decimal("3.92"),
    in_stock=True,
    num_in_stock=1,
    visible=1,
    commiss_agent=Decimal(1),
    has_discount=False,
    num_options=0,
    sale_info=SaleInfo(),
)
OF_SELLER = Page(
    number=1,
    size=10,
    total_items=16,
    total_pages=2,
    has_next=True,
    about=SellerPage(
        id_seller=12126,
        name_seller="WYSIWYG",
        order_col=OrderColumn.CNT_SELL,
        order_dir=OrderDirection.DESC,
    ),
    items=(ITEM, evolve(ITEM, id_goods=2080516, visible=-1, num_in_stock=None, in_stock=False)),
)
CASES = (
    Case("products.by_ids", lambda ds: ds.products.by_ids([2080515, 2661878]), SUMMARIES),
    Case(
        "products.by_ids",
        lambda ds: ds.products.by_ids(ids=(2080515,), lang="en-US"),
        SUMMARIES,
        "in_english",
    ),
    Case("products.get", lambda ds: ds.products.get(2661878), PRODUCT),
    Case(
        "products.get",
        lambda ds: ds.products.get(
            2661878,
            seller_id=12126,
            partner_uid="9A0B",
            currency="RUB",
            lang="ru-RU",
            owner=1,
            show_hidden_variants=1,
        ),
        PRODUCT,
        "filtered",
    ),
    Case(
        "products.price",
        lambda ds: ds.products.price(
            2080515, options=["28532:41541", "28530:41534"], currency="WMZ", count=2
        ),
        QUOTE,
    ),
    Case(
        "products.price",
        lambda ds: ds.products.price(2661878, amount="100.50", unit_cnt=Decimal("1.5")),
        QUOTE,
        "of_units",
    ),
    Case(
        "products.discount",
        lambda ds: ds.products.discount(2080515, currency="USD", email="buyer@example.com"),
        CUSTOMER_DISCOUNT,
    ),
    Case(
        "products.of_seller",
        lambda ds: ds.products.of_seller(page_size=10).first_page(),
        OF_SELLER,
    ),
    Case(
        "products.of_seller",
        lambda ds: ds.products.of_seller(
            id_seller=12126,
            order_col="cntsell",
            order_dir="desc",
            currency="RUR",
            lang="ru-RU",
            show_hidden=1,
            owner_id=0,
            page_size=10,
        ).first_page(),
        OF_SELLER,
        "filtered",
    ),
    Case(
        "products.clone",
        lambda ds: ds.products.clone(2080515, count=1),
        [23387571, 23387572, 23387573],
    ),
    Case(
        "products.clone",
        lambda ds: ds.products.clone(
            2080515,
            count=3,
            categories=True,
            notify=False,
            discounts=True,
            options=True,
            comissions=True,
            gallery=True,
            payment_settings=False,
        ),
        [23387571, 23387572, 23387573],
        "with_all",
    ),
)
XML_ONLY: dict[str, Any] = {
    "products.by_ids": [evolve(one, owner_id=None, release_date=None) for one in SUMMARIES],
    "products.get": evolve(
        PRODUCT,
        id_prev=None,
        id_next=None,
        price=None,
        currency=None,
        card_url=None,
        agency_sum=None,
        agency_id=None,
        owner=None,
        section_id=None,
        pwyw=None,
        no_cart=None,
        type_good=None,
        category_id=None,
        payment_methods=(
            evolve(
                METHOD,
                code=None,
                hide=None,
                currencies=tuple(evolve(one, limit=None) for one in METHOD.currencies),
            ),
        ),
        preview_imgs=(
            evolve(
                IMAGE,
                img_small="https://graph.digiseller.ru/img.ashx?idp=1&w=80",
                img_small_width=80,
                img_small_height=60,
            ),
        ),
        options=(evolve(OPTION, id=None, variants=(evolve(VARIANT, visible=None), OTHER_VARIANT)),),
    ),
    "products.price": evolve(QUOTE, free_pay=None),
}
"""What XML gives, where that differs from JSON in fields that are not compared."""

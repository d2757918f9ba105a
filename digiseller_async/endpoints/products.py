"""The operations of the group ``products``; generated from `spec`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from .._redaction import secret_str
from ..models._base import Language, Localized
from ..models.catalog import PriceCurrency, ShopCurrency
from ..models.content import Status
from ..models.dicts.base import LocalizedDict
from ..models.dicts.edits import (
    BonusDict,
    GuaranteeDict,
    InstructionDict,
    LimitationsDict,
    PreorderDict,
    ProductCategoryDict,
    ProductPriceDict,
    UnitDiscountDict,
    UnitPriceDict,
    VerifyCodeDict,
)
from ..models.dicts.price_changes import ProductPriceChangeDict
from ..models.edit_enums import (
    AffiliateProgram,
    CheckoutCategory,
    CheckoutTax,
    ContentType,
    ProductStatus,
)
from ..models.edits import (
    Bonus,
    Guarantee,
    Instruction,
    Limitations,
    Preorder,
    ProductCategory,
    ProductPrice,
    UnitDiscount,
    UnitPrice,
    VerifyCode,
)
from ..models.price_changes import ProductPriceChange
from ..models.product_details import Product
from ..models.products import (
    CustomerDiscount,
    DiscountCurrency,
    OrderColumn,
    OrderDirection,
    PriceQuote,
    ProductSummary,
    SellerProduct,
)
from ..models.words import (
    AffiliateProgramWord,
    CheckoutCategoryWord,
    CheckoutTaxWord,
    ContentTypeWord,
    DiscountCurrencyWord,
    LanguageWord,
    OrderColumnWord,
    OrderDirectionWord,
    PriceCurrencyWord,
    ProductStatusWord,
    ShopCurrencyWord,
)
from ..pagination import Paginator
from ..spec import products as rows
from ..tasks import Task
from ._base import Group

__all__ = ["Products"]


class Products(Group):
    """Products: read, priced, created, cloned, edited, shown and hidden.

    A client has them as ``ds.products``.
    """

    async def by_ids(
        self, ids: Iterable[int], *, lang: Language | LanguageWord | None = None
    ) -> list[ProductSummary]:
        """Read short descriptions of many products.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            ids: The products; any number of them, in requests of fewer than 2000. At least 1; at
                most 1999 in one request; more are sent in several requests.
            lang: The language (the service's default: ru-RU). One of "ru-RU", "en-US".

        Returns:
            The products that were found.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials; with those of the owner it returns more.

        Permission: ``[ Products ]: View``.

        With the token of a product's owner, its *num_in_stock*, *cnt_sell* and *cnt_return* are not
        hidden.

        Docs: 'Products and catalog'
        (``POST /api/products/list``).
        """
        return await self._call_many(rows.BY_IDS, ids=ids, lang=lang)

    async def get(
        self,
        product_id: int,
        *,
        seller_id: int | None = None,
        partner_uid: str | None = None,
        currency: PriceCurrency | PriceCurrencyWord | None = None,
        lang: Language | LanguageWord | None = None,
        owner: int | None = None,
        show_hidden_variants: int | None = None,
    ) -> Product:
        """Read one product in full.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_id: The product. At least 1.
            seller_id: For a cart: the product's seller, or yourself if the product is yours or in
                your store. Without it there is no path to the category. At least 1.
            partner_uid: Partner UID, to track individual commission payments.
            currency: The currency (the service's default: USD). One of "USD", "RUB", "EUR", "UAH".
            lang: The language (the service's default: ru-RU). One of "ru-RU", "en-US".
            owner: 1: show all payment methods that the marketplace supports. One of 1.
            show_hidden_variants: Show hidden variants of options (from the Swagger). One of 0, 1.

        Returns:
            The product.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials; with those of the owner it returns more.

        Permission: ``[ Products ]: View``.

        With the token of the product's owner, *num_in_stock* is not hidden. A disabled product
        answers like a live one.

        Docs: 'Products and catalog'
        (``GET /api/products/{product_id}/data``).
        """
        return await self._call(
            rows.GET,
            product_id=product_id,
            seller_id=seller_id,
            partner_uid=partner_uid,
            currency=currency,
            lang=lang,
            owner=owner,
            show_hidden_variants=show_hidden_variants,
        )

    async def price(
        self,
        product_id: int,
        *,
        options: Iterable[str] | None = None,
        currency: str | None = None,
        amount: Decimal | int | str | None = None,
        unit_cnt: Decimal | int | str | None = None,
        count: int | None = None,
    ) -> PriceQuote:
        """Calculate a price from options and quantity.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_id: The product. At least 1.
            options: Choices that affect the price, each as ``optionId:valueId``.
            currency: Three-character code of the payment method, such as ``WMZ``.
            amount: Total price for the quantity. At least 0.
            unit_cnt: Quantity of a product with a non-fixed price, which needs it. At least 0.
            count: Quantity of a product with a fixed price. At least 1.

        Returns:
            The price.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        It is refused with a `RejectedError` whose *retval* says why: 1 fewer units than the
        minimum, 2 more than the maximum or than available, 3 the amount does not suit the method of
        payment, 5 more units than available, 33 out of stock or the sale is suspended.

        Docs: 'Products and catalog'
        (``GET /api/products/price/calc``).
        """
        return await self._call(
            rows.PRICE,
            product_id=product_id,
            options=options,
            currency=currency,
            amount=amount,
            unit_cnt=unit_cnt,
            count=count,
        )

    async def discount(
        self, product_id: int, *, currency: DiscountCurrency | DiscountCurrencyWord, email: str
    ) -> CustomerDiscount:
        """Read a customer's discount on a product.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_id: The product. At least 1.
            currency: The currency of the price. One of "USD", "RUR", "EUR", "UAH", "mBTC".
            email: Customer's e-mail.

        Returns:
            The price with the discount, and the discount.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        The price and the total of purchases may be missing.

        Docs: 'Products and catalog'
        (``POST /xml/shop_discount.asp``).
        """
        email = secret_str(email)
        return await self._call(
            rows.DISCOUNT, product_id=product_id, currency=currency, email=email
        )

    def of_seller(
        self,
        *,
        id_seller: int | None = None,
        order_col: OrderColumn | OrderColumnWord | None = None,
        order_dir: OrderDirection | OrderDirectionWord | None = None,
        currency: ShopCurrency | ShopCurrencyWord | None = None,
        lang: Language | LanguageWord | None = None,
        show_hidden: int | None = None,
        owner_id: int | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[SellerProduct]:
        """List the products of a seller, hidden ones too.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            id_seller: Whose products. At least 1; the client's own seller if not given.
            order_col: The column to sort by (the service's default: cntsell). One of "name",
                "price", "cntsell", "cntreturn", "cntgoodresponses", "cntbadresponses".
            order_dir: The direction to sort in (the service's default: desc). One of "asc", "desc".
            currency: The currency of prices. One of "USD", "RUR", "EUR", "UAH".
            lang: The language (the service's default: ru-RU). One of "ru-RU", "en-US".
            show_hidden: Hidden products: 0 without, 1 with, 2 only them; 1 and 2 need a token. One
                of 0, 1, 2.
            owner_id: Marketplace id (from the Swagger). At least 0.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 2000.

        Returns:
            A paginator over the products, in the requested order.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials; with those of the owner it returns more.

        Permission: ``[ Products ]: View``.

        With the token of the products' owner, *num_in_stock* is not hidden. The service's default
        page size is 10, its maximum 2000; an older edition of its documentation said 1000. It is
        refused with a `RejectedError` whose *retval* names the argument: 1 *id_seller*, 2 *page*, 3
        *page_size*, 4 *currency*, 5 *order_col*, 6 *order_dir*.

        Docs: 'Products and catalog'
        (``POST /api/seller-goods``).
        """
        return self._list(
            rows.OF_SELLER,
            id_seller=id_seller,
            order_col=order_col,
            order_dir=order_dir,
            currency=currency,
            lang=lang,
            show_hidden=show_hidden,
            owner_id=owner_id,
            page=page,
            page_size=page_size,
        )

    async def clone(
        self,
        product_id: int,
        *,
        count: int | None = None,
        categories: bool | None = None,
        notify: bool | None = None,
        discounts: bool | None = None,
        options: bool | None = None,
        comissions: bool | None = None,
        gallery: bool | None = None,
        payment_settings: bool | None = None,
    ) -> list[int]:
        """Copy a product's description, without its content.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            count: Number of copies (the service's default: 1). At least 1; at most 5.
            categories: Put the copies into the same categories (the service's default: false).
            notify: Copy the notification settings (the service's default: false).
            discounts: Copy the discount settings (the service's default: false).
            options: Copy the advanced parameters (the service's default: false).
            comissions: Copy the compensation settings (the service's default: false).
            gallery: Copy images and videos (the service's default: false).
            payment_settings: Copy the payment settings (from the Swagger).

        Returns:
            The ids of the copies.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Create``.

        Twice makes twice as many copies. Keep the ids that `products.of_seller(show_hidden=1)`
        gives before the call; after an `OutcomeUnknownError` read it again: new ids with the
        original's name are the copies. Try again only if there are none.

        Docs: 'Products and catalog'
        (``POST /api/product/clone/{product_id}``).
        """
        return await self._call_many(
            rows.CLONE,
            product_id=product_id,
            count=count,
            categories=categories,
            notify=notify,
            discounts=discounts,
            options=options,
            comissions=comissions,
            gallery=gallery,
            payment_settings=payment_settings,
        )

    async def edit_unique_fixed(
        self,
        product_id: int,
        *,
        enabled: bool | None = None,
        name: Iterable[Localized | LocalizedDict] | None = None,
        price: ProductPrice | ProductPriceDict | None = None,
        comission_partner: int | None = None,
        categories: Iterable[ProductCategory | ProductCategoryDict] | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        description: Iterable[Localized | LocalizedDict] | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        trial_url: str | None = None,
        verify_code: VerifyCode | VerifyCodeDict | None = None,
        preorder: Preorder | PreorderDict | None = None,
    ) -> Status:
        """Edit a unique product with a fixed price.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            enabled: Product posted for sale.
            name: Item name, by language.
            price: Price.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            categories: Item categories.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            description: Item description, by language.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            trial_url: URL of the trial version.
            verify_code: Code verification (the default: manually).
            preorder: Pre-order.

        Returns:
            The service's confirmation.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        What is not given stays as it is. *name*, *description*, *add_info*, *categories* and the
        locales of *instruction* are replaced as a whole. A pre-order can be neither added nor
        deleted; only its date can be changed.

        Docs: 'Edit item'
        (``POST /api/product/edit/uniquefixed/{product_id}``).
        """
        return await self._call(
            rows.EDIT_UNIQUE_FIXED,
            product_id=product_id,
            enabled=enabled,
            name=name,
            price=price,
            comission_partner=comission_partner,
            categories=categories,
            bonus=bonus,
            guarantee=guarantee,
            description=description,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            trial_url=trial_url,
            verify_code=verify_code,
            preorder=preorder,
        )

    async def edit_unique_unfixed(
        self,
        product_id: int,
        *,
        enabled: bool | None = None,
        name: Iterable[Localized | LocalizedDict] | None = None,
        price: ProductPrice | ProductPriceDict | None = None,
        comission_partner: int | None = None,
        categories: Iterable[ProductCategory | ProductCategoryDict] | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        description: Iterable[Localized | LocalizedDict] | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        prices: UnitPrice | UnitPriceDict | None = None,
        verify_code: VerifyCode | VerifyCodeDict | None = None,
        discounts: Iterable[UnitDiscount | UnitDiscountDict] | None = None,
        limitations: Limitations | LimitationsDict | None = None,
    ) -> Status:
        """Edit a unique product with a variable price.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            enabled: Product posted for sale.
            name: Item name, by language.
            price: Price.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            categories: Item categories.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            description: Item description, by language.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            prices: Price for a quantity of units.
            verify_code: Code verification (the default: manually).
            discounts: Discounts when purchasing a certain quantity of goods.
            limitations: Purchase limitations.

        Returns:
            The service's confirmation.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        What is not given stays as it is. *name*, *description*, *add_info*, *categories* and the
        locales of *instruction* are replaced as a whole. The documentation's table says ``price``
        for *prices*; its sample and the Swagger ``prices``.

        Docs: 'Edit item'
        (``POST /api/product/edit/uniqueunfixed/{product_id}``).
        """
        return await self._call(
            rows.EDIT_UNIQUE_UNFIXED,
            product_id=product_id,
            enabled=enabled,
            name=name,
            price=price,
            comission_partner=comission_partner,
            categories=categories,
            bonus=bonus,
            guarantee=guarantee,
            description=description,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            prices=prices,
            verify_code=verify_code,
            discounts=discounts,
            limitations=limitations,
        )

    async def edit_book(
        self,
        product_id: int,
        *,
        enabled: bool | None = None,
        name: Iterable[Localized | LocalizedDict] | None = None,
        price: ProductPrice | ProductPriceDict | None = None,
        comission_partner: int | None = None,
        categories: Iterable[ProductCategory | ProductCategoryDict] | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        description: Iterable[Localized | LocalizedDict] | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        trial_url: str | None = None,
    ) -> Status:
        """Edit an electronic book.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            enabled: Product posted for sale.
            name: Item name, by language.
            price: Price.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            categories: Item categories.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            description: Item description, by language.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            trial_url: URL of the trial version.

        Returns:
            The service's confirmation.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        What is not given stays as it is. *name*, *description*, *add_info*, *categories* and the
        locales of *instruction* are replaced as a whole.

        Docs: 'Edit item'
        (``POST /api/product/edit/book/{product_id}``).
        """
        return await self._call(
            rows.EDIT_BOOK,
            product_id=product_id,
            enabled=enabled,
            name=name,
            price=price,
            comission_partner=comission_partner,
            categories=categories,
            bonus=bonus,
            guarantee=guarantee,
            description=description,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            trial_url=trial_url,
        )

    async def edit_software(
        self,
        product_id: int,
        *,
        enabled: bool | None = None,
        name: Iterable[Localized | LocalizedDict] | None = None,
        price: ProductPrice | ProductPriceDict | None = None,
        comission_partner: int | None = None,
        categories: Iterable[ProductCategory | ProductCategoryDict] | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        description: Iterable[Localized | LocalizedDict] | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        trial_url: str | None = None,
    ) -> Status:
        """Edit software.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            enabled: Product posted for sale.
            name: Item name, by language.
            price: Price.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            categories: Item categories.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            description: Item description, by language.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            trial_url: URL of the trial version.

        Returns:
            The service's confirmation.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        What is not given stays as it is. *name*, *description*, *add_info*, *categories* and the
        locales of *instruction* are replaced as a whole.

        Docs: 'Edit item'
        (``POST /api/product/edit/software/{product_id}``).
        """
        return await self._call(
            rows.EDIT_SOFTWARE,
            product_id=product_id,
            enabled=enabled,
            name=name,
            price=price,
            comission_partner=comission_partner,
            categories=categories,
            bonus=bonus,
            guarantee=guarantee,
            description=description,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            trial_url=trial_url,
        )

    async def edit_arbitrary(
        self,
        product_id: int,
        *,
        enabled: bool | None = None,
        name: Iterable[Localized | LocalizedDict] | None = None,
        price: ProductPrice | ProductPriceDict | None = None,
        comission_partner: int | None = None,
        categories: Iterable[ProductCategory | ProductCategoryDict] | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        description: Iterable[Localized | LocalizedDict] | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        affiliate_program: AffiliateProgram | AffiliateProgramWord | None = None,
        pay_as_you_want: bool | None = None,
    ) -> Status:
        """Edit an arbitrary digital product.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            enabled: Product posted for sale.
            name: Item name, by language.
            price: Price.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            categories: Item categories.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            description: Item description, by language.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            affiliate_program: How it takes part in affiliate sales (from the Swagger). One of
                "ToSelectedPartners", "DeductionsPartners", "ProductNotParticipateInProgram".
            pay_as_you_want: The model of "Pay as you want" (from the Swagger).

        Returns:
            The service's confirmation.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        What is not given stays as it is. *name*, *description*, *add_info*, *categories* and the
        locales of *instruction* are replaced as a whole. The model of "Pay as you want" can be
        neither added nor deleted.

        Docs: 'Edit item'
        (``POST /api/product/edit/arbitrary/{product_id}``).
        """
        return await self._call(
            rows.EDIT_ARBITRARY,
            product_id=product_id,
            enabled=enabled,
            name=name,
            price=price,
            comission_partner=comission_partner,
            categories=categories,
            bonus=bonus,
            guarantee=guarantee,
            description=description,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            affiliate_program=affiliate_program,
            pay_as_you_want=pay_as_you_want,
        )

    async def edit_base(
        self,
        product_id: int,
        *,
        enabled: bool | None = None,
        name: Iterable[Localized | LocalizedDict] | None = None,
        price: ProductPrice | ProductPriceDict | None = None,
        comission_partner: int | None = None,
        categories: Iterable[ProductCategory | ProductCategoryDict] | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        description: Iterable[Localized | LocalizedDict] | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
    ) -> Status:
        """Edit the base properties of any product, or switch its sales on or off.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            enabled: Product posted for sale.
            name: Item name, by language.
            price: Price.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            categories: Item categories.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            description: Item description, by language.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".

        Returns:
            The service's confirmation.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        What is not given stays as it is. *name*, *description*, *add_info*, *categories* and the
        locales of *instruction* are replaced as a whole.

        Docs: 'Edit item'
        (``POST /api/product/edit/base/{product_id}``).
        """
        return await self._call(
            rows.EDIT_BASE,
            product_id=product_id,
            enabled=enabled,
            name=name,
            price=price,
            comission_partner=comission_partner,
            categories=categories,
            bonus=bonus,
            guarantee=guarantee,
            description=description,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
        )

    async def set_status(
        self, products: Iterable[int], new_status: ProductStatus | ProductStatusWord
    ) -> Task:
        """Switch the sales of several products on or off.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            products: The products; at least one. At least 1; at most 200 in one request.
            new_status: The new status. One of "enabled", "disabled".

        Returns:
            The task that does it.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        The answer comes before the work is done. A task that ends with an error may have switched
        some of the products.

        Docs: 'Edit item'
        (``POST /api/product/edit/V2/status``).
        """
        return await self._start(rows.SET_STATUS, products=products, new_status=new_status)

    async def set_prices(
        self, prices: Iterable[ProductPriceChange | ProductPriceChangeDict]
    ) -> Task:
        """Set the prices of several products, and of variants of their options.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            prices: The new prices; at least one. How many are allowed is not documented.

        Returns:
            The task that does it.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Edit``.

        The answer comes before the work is done. A task that ends with an error may have changed
        some of the prices.

        Docs: 'Products (api_goods.asp)'
        (``POST /api/product/edit/prices``).
        """
        return await self._start(rows.SET_PRICES, prices=prices)

    async def create_unique_fixed(
        self,
        *,
        content_type: ContentType | ContentTypeWord,
        name: Iterable[Localized | LocalizedDict],
        price: ProductPrice | ProductPriceDict,
        categories: Iterable[ProductCategory | ProductCategoryDict],
        description: Iterable[Localized | LocalizedDict],
        enabled: bool | None = None,
        comission_partner: int | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        verify_code: VerifyCode | VerifyCodeDict | None = None,
        preorder: Preorder | PreorderDict | None = None,
    ) -> int:
        """Create a unique product with a fixed price.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            content_type: What its content consists of. One of "Text", "File", "Url",
                "DigisellerCode", "Form".
            name: Item name, by language.
            price: Price.
            categories: Item categories.
            description: Item description, by language.
            enabled: Product posted for sale.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            verify_code: Code verification (the default: manually).
            preorder: Pre-order.

        Returns:
            The id of the new product.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Create``.

        Twice makes two products. After an `OutcomeUnknownError` look for the name in
        ``products.of_seller(show_hidden=1)``, and try again only if it is not there. A category on
        a marketplace of *owner* 1 has a *cataloguer_category_id* with its *cataloguer_attributes*
        in place of a *category_id*. The service refuses a product without a category
        (``category-0``), a category of the public dictionary, and a text in one language where a
        marketplace wants both. A content of `ContentType.FORM` is refused, too.

        Docs: 'Products (api_goods.asp)'
        (``POST /api/product/create/uniquefixed``).
        """
        return await self._call(
            rows.CREATE_UNIQUE_FIXED,
            content_type=content_type,
            name=name,
            price=price,
            categories=categories,
            description=description,
            enabled=enabled,
            comission_partner=comission_partner,
            bonus=bonus,
            guarantee=guarantee,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            verify_code=verify_code,
            preorder=preorder,
        )

    async def create_unique_unfixed(
        self,
        *,
        content_type: ContentType | ContentTypeWord,
        name: Iterable[Localized | LocalizedDict],
        price: ProductPrice | ProductPriceDict,
        categories: Iterable[ProductCategory | ProductCategoryDict],
        description: Iterable[Localized | LocalizedDict],
        prices: UnitPrice | UnitPriceDict,
        enabled: bool | None = None,
        comission_partner: int | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        verify_code: VerifyCode | VerifyCodeDict | None = None,
        discounts: Iterable[UnitDiscount | UnitDiscountDict] | None = None,
        limitations: Limitations | LimitationsDict | None = None,
    ) -> int:
        """Create a unique product with a variable price.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            content_type: What its content consists of. One of "Text", "File", "Url",
                "DigisellerCode", "Form".
            name: Item name, by language.
            price: Price.
            categories: Item categories.
            description: Item description, by language.
            prices: Price for a quantity of units.
            enabled: Product posted for sale.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            verify_code: Code verification (the default: manually).
            discounts: Discounts when purchasing a certain quantity of goods.
            limitations: Purchase limitations.

        Returns:
            The id of the new product.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Create``.

        Twice makes two products. After an `OutcomeUnknownError` look for the name in
        ``products.of_seller(show_hidden=1)``, and try again only if it is not there. A category on
        a marketplace of *owner* 1 has a *cataloguer_category_id* with its *cataloguer_attributes*
        in place of a *category_id*. The service refuses a product without a category
        (``category-0``), a category of the public dictionary, and a text in one language where a
        marketplace wants both. The root of its XML body is a guess after that of
        `create_unique_fixed`.

        Docs: 'Products (api_goods.asp)'
        (``POST /api/product/create/uniqueunfixed``).
        """
        return await self._call(
            rows.CREATE_UNIQUE_UNFIXED,
            content_type=content_type,
            name=name,
            price=price,
            categories=categories,
            description=description,
            prices=prices,
            enabled=enabled,
            comission_partner=comission_partner,
            bonus=bonus,
            guarantee=guarantee,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            verify_code=verify_code,
            discounts=discounts,
            limitations=limitations,
        )

    async def create_book(
        self,
        *,
        content_type: ContentType | ContentTypeWord,
        name: Iterable[Localized | LocalizedDict],
        price: ProductPrice | ProductPriceDict,
        categories: Iterable[ProductCategory | ProductCategoryDict],
        description: Iterable[Localized | LocalizedDict],
        enabled: bool | None = None,
        comission_partner: int | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        trial_url: str | None = None,
    ) -> int:
        """Create an electronic book.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            content_type: What its content consists of. One of "Text", "File", "Url",
                "DigisellerCode", "Form".
            name: Item name, by language.
            price: Price.
            categories: Item categories.
            description: Item description, by language.
            enabled: Product posted for sale.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            trial_url: URL of the trial version.

        Returns:
            The id of the new product.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Create``.

        Twice makes two products. After an `OutcomeUnknownError` look for the name in
        ``products.of_seller(show_hidden=1)``, and try again only if it is not there. A category on
        a marketplace of *owner* 1 has a *cataloguer_category_id* with its *cataloguer_attributes*
        in place of a *category_id*. The service refuses a product without a category
        (``category-0``), a category of the public dictionary, and a text in one language where a
        marketplace wants both. The root of its XML body is a guess after that of
        `create_unique_fixed`.

        Docs: 'Products (api_goods.asp)'
        (``POST /api/product/create/book``).
        """
        return await self._call(
            rows.CREATE_BOOK,
            content_type=content_type,
            name=name,
            price=price,
            categories=categories,
            description=description,
            enabled=enabled,
            comission_partner=comission_partner,
            bonus=bonus,
            guarantee=guarantee,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            trial_url=trial_url,
        )

    async def create_software(
        self,
        *,
        content_type: ContentType | ContentTypeWord,
        name: Iterable[Localized | LocalizedDict],
        price: ProductPrice | ProductPriceDict,
        categories: Iterable[ProductCategory | ProductCategoryDict],
        description: Iterable[Localized | LocalizedDict],
        enabled: bool | None = None,
        comission_partner: int | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        trial_url: str | None = None,
    ) -> int:
        """Create software.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            content_type: What its content consists of. One of "Text", "File", "Url",
                "DigisellerCode", "Form".
            name: Item name, by language.
            price: Price.
            categories: Item categories.
            description: Item description, by language.
            enabled: Product posted for sale.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            trial_url: URL of the trial version.

        Returns:
            The id of the new product.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Create``.

        Twice makes two products. After an `OutcomeUnknownError` look for the name in
        ``products.of_seller(show_hidden=1)``, and try again only if it is not there. A category on
        a marketplace of *owner* 1 has a *cataloguer_category_id* with its *cataloguer_attributes*
        in place of a *category_id*. The service refuses a product without a category
        (``category-0``), a category of the public dictionary, and a text in one language where a
        marketplace wants both. The root of its XML body is a guess after that of
        `create_unique_fixed`.

        Docs: 'Products (api_goods.asp)'
        (``POST /api/product/create/software``).
        """
        return await self._call(
            rows.CREATE_SOFTWARE,
            content_type=content_type,
            name=name,
            price=price,
            categories=categories,
            description=description,
            enabled=enabled,
            comission_partner=comission_partner,
            bonus=bonus,
            guarantee=guarantee,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            trial_url=trial_url,
        )

    async def create_arbitrary(
        self,
        *,
        content_type: ContentType | ContentTypeWord,
        name: Iterable[Localized | LocalizedDict],
        price: ProductPrice | ProductPriceDict,
        categories: Iterable[ProductCategory | ProductCategoryDict],
        description: Iterable[Localized | LocalizedDict],
        enabled: bool | None = None,
        comission_partner: int | None = None,
        bonus: Bonus | BonusDict | None = None,
        guarantee: Guarantee | GuaranteeDict | None = None,
        add_info: Iterable[Localized | LocalizedDict] | None = None,
        address_required: bool | None = None,
        instruction: Instruction | InstructionDict | None = None,
        present_product_id: int | None = None,
        sales_limit: int | Literal[""] | None = None,
        online_checkout_name: str | None = None,
        online_checkout_category: CheckoutCategory | CheckoutCategoryWord | None = None,
        online_checkout_tax: CheckoutTax | CheckoutTaxWord | None = None,
        affiliate_program: AffiliateProgram | AffiliateProgramWord | None = None,
        pay_as_you_want: bool | None = None,
    ) -> int:
        """Create an arbitrary digital product.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            content_type: What its content consists of. One of "Text", "File", "Url",
                "DigisellerCode", "Form".
            name: Item name, by language.
            price: Price.
            categories: Item categories.
            description: Item description, by language.
            enabled: Product posted for sale.
            comission_partner: Commission fee for partners, in percent. 0: deduction for selected
                affiliates only; -1: the item is not part of an affiliate program. At least -1.
            bonus: For a favorable review of the purchase.
            guarantee: Refund of payment.
            add_info: Additional information, by language.
            address_required: Buyer must enter delivery address before paying.
            instruction: Usage instruction on the order description page.
            present_product_id: Item id provided as a gift to the buyer; 0 removes it. At least 0.
            sales_limit: Visibility of the number of sales: ``""`` shows it, -1 hides it. One of -1,
                1, 10, 50, 100, 1000; or `""`.
            online_checkout_name: Product name for online checkout.
            online_checkout_category: Settlement item flag. One of "Goods", "ExciseGoods", "Work",
                "Service", "GamblingBet", "GamblingPrize", "LotteryTicket", "LotteryPrize",
                "IntellectualPropertyGrant", "Payment", "AgencyFee", "CompositeSubject",
                "OtherSubject", "PropertyRight", "NonOperatingIncome", "InsurancePremiums",
                "TradeFee", "ResortFee", "Pledge".
            online_checkout_tax: VAT rate for generating an electronic receipt. One of "vat20",
                "vat10", "vat110", "vat120", "vat0", "no_vat".
            affiliate_program: How it takes part in affiliate sales (from the Swagger). One of
                "ToSelectedPartners", "DeductionsPartners", "ProductNotParticipateInProgram".
            pay_as_you_want: The model of "Pay as you want" (from the Swagger).

        Returns:
            The id of the new product.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Products ]: Create``.

        Twice makes two products. After an `OutcomeUnknownError` look for the name in
        ``products.of_seller(show_hidden=1)``, and try again only if it is not there. A category on
        a marketplace of *owner* 1 has a *cataloguer_category_id* with its *cataloguer_attributes*
        in place of a *category_id*. The service refuses a product without a category
        (``category-0``), a category of the public dictionary, and a text in one language where a
        marketplace wants both. The root of its XML body is a guess after that of
        `create_unique_fixed`.

        Docs: 'Products (api_goods.asp)'
        (``POST /api/product/create/arbitrary``).
        """
        return await self._call(
            rows.CREATE_ARBITRARY,
            content_type=content_type,
            name=name,
            price=price,
            categories=categories,
            description=description,
            enabled=enabled,
            comission_partner=comission_partner,
            bonus=bonus,
            guarantee=guarantee,
            add_info=add_info,
            address_required=address_required,
            instruction=instruction,
            present_product_id=present_product_id,
            sales_limit=sales_limit,
            online_checkout_name=online_checkout_name,
            online_checkout_category=online_checkout_category,
            online_checkout_tax=online_checkout_tax,
            affiliate_program=affiliate_program,
            pay_as_you_want=pay_as_you_want,
        )

    async def add_to_category(self, product_id: int, category_id: int) -> Status:
        """Add a product to a subcategory of a marketplace.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            category_id: The subcategory of a marketplace, from `marketplaces.subcategories`. At
                least 1.

        Returns:
            The service's confirmation.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product or
                category.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Many subcategories are refused for many sellers.

        Docs: 'Products (api_goods.asp)'
        (``GET /api/product/platform/category/add/{product_id}/{category_id}``).
        """
        return await self._call(
            rows.ADD_TO_CATEGORY, product_id=product_id, category_id=category_id
        )

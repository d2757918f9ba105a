"""Answer with the reviews of the seller's products."""

from dataclasses import dataclass

from ..._http.answers import Answer
from ..._http.call import Call, Handlers
from ..._state.moments import dotted
from ..._state.reviews import OWNERS, Review
from ..._state.seller import Seller
from ..._state.texts import text_in
from ..lists import LANGUAGES, FlatPage, flat_refusals, page_answer, page_bounds, require_seller

USUAL_ROWS, MOST_ROWS = 20, 500
KINDS = ("good", "bad", "all")
# These stand elsewhere in XML.
JSON_ONLY = frozenset({"id", "good"})


@dataclass(frozen=True, kw_only=True)
class ReviewPage(FlatPage):
    """One page of reviews."""

    seller_id: int
    product_id: int | None
    good: int
    bad: int

    def json(self) -> object:
        """Return the counts beside the reviews, which are null for none."""
        return {
            "retval": 0,
            "retdesc": "",
            "totalPages": self.bounds.pages,
            "totalItems": self.bounds.total,
            "totalGood": self.good,
            "totalBad": self.bad,
            "review": list(self.rows) or None,
        }

    def xml(self) -> object:
        """Return the counts in attributes."""
        reviews = [
            {
                "@id": row["id"],
                **{name: value for name, value in row.items() if name not in JSON_ONLY},
                "product": {"id": row["good"]} if "good" in row else None,
            }
            for row in self.rows
        ]
        return {
            "retval": 0,
            "retdesc": "",
            "seller": {"id": self.seller_id},
            "product": {"id": self.product_id},
            "pages": {"@cnt": self.bounds.pages, "num": self.bounds.page, "rows": self.bounds.size},
            "reviews": {
                "@cnt": self.bounds.total,
                "@good": self.good,
                "@bad": self.bad,
                "review": reviews,
            },
        }


@flat_refusals
def reviews(seller: Seller, call: Call) -> Answer:
    """Return a page of the seller's reviews."""
    arguments, all_reviews = call.arguments, seller.reviews
    seller_id = require_seller(seller, arguments.integer("seller_id"))
    language = arguments.word("lang", LANGUAGES) or "ru-RU"
    product_id = arguments.integer("product_id")
    owner = arguments.word("owner_id", [str(one) for one in OWNERS])
    owner_id = None if owner is None else int(owner)
    found, good, bad = (
        all_reviews.select(kind, product_id, owner_id)
        for kind in (arguments.word("type", KINDS) or "all", "good", "bad")
    )
    page, size = arguments.integer("page"), arguments.integer("rows")
    bounds = page_bounds(page, size, len(found), usual=USUAL_ROWS, most=MOST_ROWS)
    rows = (all_reviews.row(found[one]) for one in bounds.places)
    return page_answer(
        ReviewPage(
            bounds=bounds,
            rows=tuple(review_row(seller, one, product_id, language) for one in rows),
            seller_id=seller_id,
            product_id=product_id,
            good=len(good),
            bad=len(bad),
        )
    )


def review_row(
    seller: Seller, review: Review, of_product: int | None, language: str
) -> dict[str, object]:
    """Return a review; of which product is said only if none was asked for."""
    item = seller.stock.get(review.product_id)
    named: dict[str, object] = {
        "good": review.product_id,
        "name": text_in(item.name if item else (), language),
    }
    return {
        "id": review.id,
        "invoice_id": review.invoice_id,
        "owner_id": review.owner_id,
        "type": review.type,
        **({} if of_product is not None else named),
        "date": dotted(review.moment),
        "dateUtc": review.utc.isoformat(),
        "info": review.info,
        "comment": review.comment,
    }


HANDLERS: Handlers = {
    "catalog.reviews": reviews,
}

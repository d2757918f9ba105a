"""Nothing comes in; the words of the receipts' page go out: filters, types, currencies."""

FILTERS = {
    "agent_accurals": frozenset({"agent_accruals"}),
    "product_sales": frozenset({"product_sale"}),
    "add_funds": frozenset({"add_funds_to_account", "add_funds_to_account_with_limits"}),
    "exchange_response": frozenset({"exchange_response"}),
    "exchange_request": frozenset({"exchange_request"}),
    "refund": frozenset({"refund", "chargeback", "bank_refund", "partial_refund"}),
    "adv_goods": frozenset({"recommended_product"}),
    "external_commissions": frozenset({"external_commission"}),
    "hard_disk_rent": frozenset({"hard_disk_rent", "hard_disk_rent_empty"}),
    "extra_partner_space": frozenset({"extra_agent_product_rent"}),
    "gift_certificates": frozenset({"issue_gift_certificate"}),
    "transfer_to_wallet": frozenset({"transfer_to_wallet", "error_transfer_to_wallet"}),
}
CURRENCIES = ("WMR", "WMZ", "WME")
CODE_FILTERS = ("only_waiting_check_code", "hide_waiting_code_check")
WITHDRAWALS = ("exclude", "only")

SALE = "product_sale"
# No filter word of the page finds sms_packages.
OTHER_TYPES = (
    "external_commission",
    "transfer_to_wallet",
    "error_transfer_to_wallet",
    "issue_gift_certificate",
    "hard_disk_rent",
    "refund",
    "chargeback",
    "bank_refund",
    "partial_refund",
    "agent_accruals",
    "add_funds_to_account",
    "add_funds_to_account_with_limits",
    "recommended_product",
    "extra_agent_product_rent",
    "sms_packages",
    "hard_disk_rent_empty",
    "exchange_request",
    "exchange_response",
)
INCOMING = frozenset(
    {
        SALE,
        "agent_accruals",
        "error_transfer_to_wallet",
        "add_funds_to_account",
        "add_funds_to_account_with_limits",
        "exchange_response",
    }
)

"""The public functions and models have the names of the contract, to the letter."""

from __future__ import annotations

import inspect

import attrs
import pytest

from digiseller_async import callbacks

# A bar stands between the positional arguments and those that are given by name.
SIGNATURES = {
    "read_sale": "| query body content_type password",
    "read_message": "| query body content_type",
    "read_delivery": "| body content_type secret allow_unsigned_test",
    "read_quantity": "| body content_type secret strict",
    "read_precheck": "| body content_type",
    "read_redirect": "query |",
    "deliver": "request goods |",
    "postpone": "request |",
    "refuse": "request error |",
    "state_quantity": "request count |",
    "accept": "request |",
    "sign_parameters": "parameters secret |",
    "check_parameters": "query_string_or_mapping secret |",
    "App": "| password secret on_sale on_message on_delivery on_quantity on_precheck answers "
    "timeout",
}
FIELDS = {
    "Answer": "status headers body",
    "SaleNotification": "id_i id_d amount currency email date through ip agent cart_uid "
    "is_my_product",
    "MessageNotification": "debate_id message_id owner_id message_date email image_path text",
    "DeliveryRequest": "id inv amount type_curr lang options email unit_cnt is_xml",
    "DeliveryOption": "id type user_data",
    "QuantityRequest": "product_id count options is_test signature_is_valid is_xml",
    "PrecheckRequest": "product_id cnt lang options is_xml",
    "PrecheckOption": "id type value",
    "CodeRedirect": "unique_code parameters",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(name: str) -> None:
    """Each function has the contract's arguments."""
    parameters = inspect.signature(getattr(callbacks, name)).parameters.values()
    is_named = [one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters]
    names = [one.name for one in parameters]
    names.insert((*is_named, True).index(True), "|")

    assert names == SIGNATURES[name].split()


@pytest.mark.parametrize("name", FIELDS)
def test_fields(name: str) -> None:
    """Each model has the contract's fields, and cannot be changed."""
    model = getattr(callbacks, name)

    assert [one.name for one in attrs.fields(model)] == FIELDS[name].split()
    assert model.__setattr__ is not object.__setattr__

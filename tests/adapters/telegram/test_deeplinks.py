"""Links that open the chat and cannot be guessed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.helpers import create_deep_linked_url

from adapters.telegram.deeplinks import Purpose, new, read


@pytest.mark.covers("T21")
@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_reads_back_and_fits_telegram_s_pattern(purpose: Purpose) -> None:
    link = new(purpose)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", link.payload)
    assert read(link.payload) == link
    url = link.url("parley_bot")
    assert url == create_deep_linked_url("parley_bot", link.payload)


@pytest.mark.covers("T21")
def test_a_link_has_at_least_64_random_bits() -> None:
    secrets = {new(Purpose.CASE).secret for _ in range(2000)}
    assert len(secrets) == 2000
    assert {len(secret) for secret in secrets} == {16}  # 6 bits each
    assert len({secret[0] for secret in secrets}) > 32


@pytest.mark.covers("T21")
@pytest.mark.parametrize(
    "payload",
    ["", "x", "z_q83vEjRWeJASNFZ4", "case_short", "case_" + "x" * 60, "case_a b c d e"],
)
def test_a_payload_of_somebody_else_is_ignored(payload: str) -> None:
    assert read(payload) is None


@given(st.text(max_size=80))
def test_no_payload_at_all_does_harm(payload: str) -> None:
    link = read(payload)
    assert link is None or link.payload == payload.strip()

"""Tokens of buttons: short, hard to guess, resolvable as long as the note is kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.targets import (
    Choice,
    Command,
    Key,
    Note,
    Pages,
    Sheet,
    Target,
    Word,
    data_of,
    decoded,
    encoded,
    found,
    read_data,
)

WORDS = st.text(max_size=20)
KEYS = st.builds(Key, WORDS, WORDS, WORDS, WORDS)
TARGETS: st.SearchStrategy[Target] = st.one_of(
    st.builds(Choice, WORDS, WORDS, WORDS, WORDS),
    st.builds(Command, WORDS, st.booleans()),
    st.builds(Word, WORDS, WORDS, WORDS),
    st.builds(Note, WORDS),
    st.builds(
        Pages,
        st.lists(
            st.lists(st.lists(KEYS, max_size=2).map(tuple), max_size=2).map(tuple),
            max_size=2,
        ).map(tuple),
        WORDS,
    ),
)


@given(st.lists(TARGETS, min_size=1, max_size=8))
def test_every_token_leads_back_to_its_target(targets: list[Target]) -> None:
    sheet = Sheet()
    tokens = [sheet.new(target) for target in targets]
    assert len(set(tokens)) == len(tokens)
    kept = {sheet.key: sheet.as_note()}
    assert [found(token, kept.get) for token in tokens] == targets


@given(TARGETS)
def test_a_target_survives_json(target: Target) -> None:
    assert decoded(json.loads(json.dumps(encoded(target)))) == target


@pytest.mark.covers("T03")
def test_the_data_of_a_button_is_short_however_many_there_are() -> None:
    sheet = Sheet()
    for _ in range(1000):
        data = data_of(sheet.new(Command("list")), 199)
        assert len(data.encode()) <= 64
        assert read_data(data) is not None


def test_two_sheets_share_no_key() -> None:
    keys = {Sheet().key for _ in range(1000)}
    assert len(keys) == 1000
    assert {len(key) for key in keys} == {12}


@pytest.mark.parametrize(
    "token", ["", "q83vEjRWeJAS", "q83vEjRWeJAS9", "q83vEjRWeJAS²"]
)
def test_a_token_that_nobody_gave_out_leads_nowhere(token: str) -> None:
    note = json.dumps([encoded(Command("list"))])
    assert found(token, {"q83vEjRWeJAS": note}.get) is None
    assert found("q83vEjRWeJAS0", lambda key: None) is None


def test_a_target_of_a_later_version_leads_nowhere() -> None:
    assert decoded(["hologram", "x"]) is None


@pytest.mark.parametrize(
    "data", ["", "v1|", "v1|short", "v2|q83vEjRWeJAS", '{"a":1}', "v1|q83vEjRWeJAS|x"]
)
def test_data_that_is_none_of_ours_is_no_token(data: str) -> None:
    assert read_data(data) is None


def test_an_empty_sheet_needs_no_note() -> None:
    sheet = Sheet("k")
    assert sheet.is_empty
    sheet.new(Note("x"))
    assert not sheet.is_empty

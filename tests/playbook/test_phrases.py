"""Which words a playbook needs."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from assistant.playbook.loader import load_all, load_file
from assistant.playbook.phrases import check_phrases
from assistant.resources import playbooks_dir, templates_dir

SHOP = """playbook: shop
version: 1
reopen_at: colour
deadlines: {soon: {starts: reported, hours: 2, done: {is: agreed}}}
steps:
  - {step: choose, id: colour, options: [red], not_sure: true, advice: [red]}
  - {step: ask, id: price, kind: amount, suggest: [all_due]}
  - {step: act, id: agreed, do: agree}
  - {step: act, id: released, do: release_hold}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    return path


def test_every_word_that_is_missing_is_named(shop: Path) -> None:
    assert check_phrases(load_file(shop), lambda key: False) == [
        'shop: deadline "soon": no words for deadline.soon',
        'shop: step "colour": no words for step.colour.ask',
        'shop: step "colour": no words for step.colour.why',
        'shop: step "colour": no words for step.colour.red.advice',
        'shop: step "colour": no words for step.colour.red or option.red',
        'shop: step "colour": no words for step.colour.not_sure or option.not_sure',
        'shop: step "price": no words for step.price.ask',
        'shop: step "price": no words for step.price.why',
        'shop: step "price": no words for step.price.all_due or option.all_due',
        'shop: step "price": no words for step.price.hint or hint.amount',
        'shop: step "released": no words for act.release_hold',
    ]


def test_own_words_common_words_and_either_of_two_will_do(shop: Path) -> None:
    words = {
        "deadline.soon",
        "shop:step.colour.ask",
        "step.colour.why",
        "shop:step.colour.red.advice",
        "option.red",
        "shop:option.not_sure",
        "step.price.ask",
        "step.price.why",
        "step.price.all_due",
        "hint.amount",
        "act.release_hold",
    }
    assert check_phrases(load_file(shop), words.__contains__) == []


def test_shipped_playbooks_have_all_their_words_in_english() -> None:
    folder = templates_dir() / "phrases" / "en" / "LC_MESSAGES"
    with (folder / "parley.po").open("rb") as file:
        words = {message.id for message in read_po(file)}
    for playbook in load_all(playbooks_dir()).values():
        assert check_phrases(playbook, words.__contains__) == []

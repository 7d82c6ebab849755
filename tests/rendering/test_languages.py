"""Every shipped language says all that English says, and fits where English fits."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.core import Locale
from babel.messages.pofile import read_po

from assistant.rendering.letters import Letters
from assistant.rendering.phrases import Phrases, alternatives, placeholders
from assistant.resources import templates_dir
from tests.rendering import used_phrases as used

FOLDER = templates_dir() / "phrases"
SHIPPED = Phrases(FOLDER)
# One in the making (its header says so) is held to what `parley check` asks of it.
IN_THE_MAKING = SHIPPED.unfinished()
OTHERS = [c for c in SHIPPED.languages() if c not in ("en", *IN_THE_MAKING)]
SMALL_SCREEN = {".ask": 175, ".hint": 175, ".why": 200, ".next": 70}
LONGEST_ANSWER = 30
# Source: adapters/slack/limits.json (modal titles and buttons, shortcuts, manifest)
# and adapters/telegram/limits.json (profile and commands).
PLATFORM_LIMITS = {
    r"slack\.\w+_(title|submit)|slack\.(title|close)": 24,
    r"slack\.shortcut_(message|global)": 24,
    r"slack\.shortcut_\w+_description": 150,
    r"slack\.app_description": 140,
    r"slack\.agent_description": 300,
    r"slack\.(pick|choose|filter)\w*": 75,
    r"telegram\.(command|description|short_description)\.?\w*": 512,
    r"telegram\.command\.\w+": 256,
    r"telegram\.short_description": 120,
    r"telegram\.name": 64,
}


@cache
def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Key -> its texts, one for each plural form."""
    source = FOLDER / language / "LC_MESSAGES" / "parley.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if message.id:
            text = message.string
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (text,) if isinstance(text, str) else tuple(text or ())
    return found


def said(language: str, key: str) -> str:
    """The text of the first of a key's alternatives that English has."""
    there = next(part for part in alternatives(key) if part in texts("en"))
    return texts(language)[there][0]


def test_german_is_shipped() -> None:
    assert "de" in OTHERS


def test_the_guide_names_every_language_that_is_there() -> None:
    root = Path(__file__).parents[2]
    guide = (root / "docs" / "languages.md").read_text(encoding="utf-8")
    spoken = guide.partition(": in the chat")[0]
    for language in SHIPPED.languages():
        name = Locale.parse(language).english_name
        assert name
        assert name in spoken


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_key_and_no_other(language: str) -> None:
    assert texts(language).keys() == texts("en").keys()


@pytest.mark.parametrize("language", OTHERS)
def test_the_keys_stand_in_the_order_of_english(language: str) -> None:
    assert list(texts(language)) == list(texts("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_form_of_a_text_has_what_english_fills_in(language: str) -> None:
    def names(forms: tuple[str, ...]) -> list[frozenset[str]]:
        return sorted((placeholders(form) for form in forms), key=sorted)

    wrong = [
        key
        for key, forms in texts(language).items()
        if names(forms) != names(texts("en")[key])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    # Menus of other programs are quoted as they are written there.
    english = re.compile(r"\b(?:the|and|you|your|with|this|that|not|please)\b")
    left = [
        key
        for key, forms in texts(language).items()
        if any(english.search(re.sub(r"„[^“]*“|\S*/\S*", "", form)) for form in forms)
    ]
    assert left == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fits_a_small_screen_too(language: str) -> None:
    long = [
        (key, len(form))
        for key, forms in texts(language).items()
        for suffix, limit in SMALL_SCREEN.items()
        for form in forms
        if key.endswith(suffix) and len(form) > limit
    ]
    assert long == []


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_titles_and_commands_fit_the_platforms(language: str) -> None:
    long = [
        (key, len(form))
        for key, forms in texts(language).items()
        for pattern, limit in PLATFORM_LIMITS.items()
        for form in forms
        if re.fullmatch(pattern, key) and len(form) > limit
    ]
    assert long == []


@pytest.mark.parametrize("language", OTHERS)
def test_answers_stay_short_and_tell_each_other_apart(language: str) -> None:
    for playbook in used.playbooks():
        for step in playbook.steps:
            keys = [f"{playbook.name}:{key}" for key in used.option_labels(step)]
            labels = [said(language, key) for key in keys]
            assert len(set(labels)) == len(labels), (step.id, labels)
            assert max(map(len, labels), default=0) <= LONGEST_ANSWER, step.id


@pytest.mark.parametrize("language", OTHERS)
def test_a_control_word_is_no_label_of_another_answer(language: str) -> None:
    spoken = {
        word: key.removeprefix("control.")
        for key, forms in texts(language).items()
        if key.startswith("control.")
        for word in forms[0].split(",")
    }
    clashes = {
        (form, key)
        for key, forms in texts(language).items()
        if key.startswith(("option.", "step.", "opening."))
        and key.rpartition(".")[2] not in ("ask", "why", "hint", "next")
        for form in forms
        if spoken.get(form.casefold(), key) not in (key, key.removeprefix("option."))
    }
    assert clashes == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_yes_or_no_never_picks_how_a_case_ends(language: str) -> None:
    short = tuple(texts(language)[f"value.{word}"][0] for word in ("yes", "no"))
    endings = [said(language, key).casefold() for key in used.expanded("outcome.*")]
    assert not [label for label in endings if label.startswith(short)]


# --- German ---------------------------------------------------------------------------

LEGAL = re.compile(
    r"\b(?:kann|können|dürfen|womöglich|vielleicht|unter Umständen|in der Regel)\b"
)
LEGAL_KEYS = (
    *(
        "step.paid_already.cheque.advice",
        "step.hold_channels.why",
        "rule.not_delivered",
    ),
    *(
        "rule.clause_not_agreed",
        "rule.billed_above_agreed",
        "step.clause_time.yes.advice",
    ),
    *("confirm.resume.ask", "court.notice", "reading.caution.full_and_final"),
    *("step.money_amount.why", "place.no_cap", "place.de.step_1.note"),
    *("fork.small_claims.when", "step.call.may_i_record.advice", "waiting.so_many"),
    *("step.over_limit.claim_less.advice", "step.over_limit.other_court.advice"),
)


@pytest.mark.parametrize("key", LEGAL_KEYS)
def test_german_keeps_the_may_of_what_the_law_may_say(key: str) -> None:
    assert re.search(
        r"\b(?:may|could|usually|can)\b|begins with the", texts("en")[key][0]
    )
    assert LEGAL.search(texts("de")[key][0])


def test_german_says_sie() -> None:
    familiar = re.compile(r"\b(?:[Dd]u|[Dd]ir|[Dd]ich|[Dd]ein\w*)\b")
    assert not [
        key
        for key, forms in texts("de").items()
        if not key.startswith("control.") and any(map(familiar.search, forms))
    ]


def test_german_names_stand_without_an_article_so_that_each_fits() -> None:
    article = re.compile(
        r"\b(?:der|die|das|dem|den|des|zum|zur|vom|beim|im|Ihr\w*)"
        r" \{(?:customer|invoice|line|case|person|name)\}|\{customer\}s\b",
        re.IGNORECASE,
    )
    wrong = [
        key for key, forms in texts("de").items() if any(map(article.search, forms))
    ]
    assert wrong == []


def test_a_line_in_a_german_sentence_is_set_apart() -> None:
    apart = re.compile(r"^\{line\}(?:[:,]| \(\{)|„\{line\}“|\b[Zz]eile \{line\}")
    wrong = [
        (key, form)
        for key, forms in texts("de").items()
        for form in forms
        if "{line}" in form and not apart.search(form)
    ]
    assert wrong == []


def test_the_draft_says_so_where_letters_lack_the_language() -> None:
    letters = Letters(templates_dir())
    without = [code for code in OTHERS if letters.language_for(code) != code]
    for code in [*without, "en"]:
        assert Path(FOLDER, code).is_dir()
        assert placeholders(texts(code)["letter.other_language"][0]) == {
            "language",
            "wanted",
        }
        assert texts("en").get(f"language.{code}")

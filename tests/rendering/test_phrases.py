"""Phrases: how they are put into words, and that the English catalogue is whole."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.chat.replies import Phrase, phrase, verbatim
from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar
from assistant.domain.case import Case
from assistant.domain.habits import Habits
from assistant.domain.invoice import CustomerKind
from assistant.domain.money import Money
from assistant.errors import PlaybookError
from assistant.playbook.situation import Situation
from assistant.rendering.phrases import (
    Phrases,
    alternatives,
    compiled_catalogue,
    placeholders,
)
from assistant.resources import templates_dir
from tests.rendering import used_phrases as used

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
NOW = datetime(2026, 5, 7, 12, 0, tzinfo=UTC)


def catalogue(folder: Path, language: str, entries: str) -> Path:
    source = folder / language / "LC_MESSAGES" / "parley.po"
    source.parent.mkdir(parents=True)
    source.write_text(f"{HEAD}\n{entries}", encoding="utf-8")
    return source


def entry(key: str, text: str) -> str:
    return f'msgid "{key}"\nmsgstr "{text}"\n\n'


def said(phrases: Phrases, key: str, language: str = "en", /, **values: Any) -> str:
    return phrases.say(Phrase(key, values), language=language, zone="Europe/Berlin")


@pytest.fixture
def phrases(tmp_path: Path) -> Phrases:
    plural = (
        'msgid "n"\nmsgid_plural "n"\nmsgstr[0] "{count} case"\n'
        'msgstr[1] "{count} cases"\n\n'
    )
    english = entry("say", "It is {value}.") + entry("greet", "Hello") + plural
    english += entry("value.yes", "yes") + entry("only.english", "Cheers")
    catalogue(tmp_path, "en", english + entry("services:own", "Our own"))
    catalogue(tmp_path, "de", entry("greet", "Hallo") + entry("say", "Es ist {value}."))
    catalogue(tmp_path, "de_CH", entry("greet", "Grüezi"))
    return Phrases(tmp_path, strict=True)


@pytest.fixture(scope="module")
def shipped() -> Phrases:
    return Phrases(templates_dir() / "phrases", strict=True)


@pytest.fixture(scope="module")
def english(shipped: Phrases) -> dict[str, tuple[str, ...]]:
    """Every key of the shipped catalogue with its texts."""
    source = templates_dir() / "phrases" / "en" / "LC_MESSAGES" / "parley.po"
    text = source.read_text(encoding="utf-8").partition("\n\n")[2]
    blocks = [block for block in text.split("\n\n") if block.startswith("msgid ")]
    return {
        re.findall(r'^msgid "(.*)"', block)[0]: tuple(
            found.replace('\\"', '"')
            for found in re.findall(r'^msgstr(?:\[\d\])? "(.*)"', block, re.MULTILINE)
        )
        for block in blocks
    }


def case_values() -> dict[str, Any]:
    """What every step's phrase may speak of."""
    return Situation(
        Case.begin("D-1", "b"), NOW, Profile(), Calendar(), "UTC", Habits(), "services"
    ).values()


# --- putting into words -------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("Café", "en", "Café"),
        (Money.of("1234.5", "EUR"), "en_GB", "€1,234.50"),
        (Money.of("1234.5", "EUR"), "de", "1.234,50 €"),
        (date(2026, 5, 7), "en_GB", "7 May 2026"),
        (NOW, "en_GB", "Thu, 7 May 2026, 14:00"),
        (timedelta(hours=22, minutes=30), "en", "22 hours"),
        (20_000, "de", "20.000"),
        (True, "en", "yes"),
        (CustomerKind.COMPANY, "en", "company"),
        (phrase("greet"), "de", "Hallo"),
        (("a", Money.of(5, "GBP"), phrase("greet")), "en", "a, £5.00 and Hello"),
        ((), "en", ""),
    ],
)
def test_a_value_is_written_as_the_reader_writes_it(
    phrases: Phrases, value: object, language: str, words: str
) -> None:
    start = "Es ist" if language == "de" else "It is"
    assert said(phrases, "say", language, value=value).replace("\xa0", " ") == (
        f"{start} {words}."
    )


@pytest.mark.parametrize(
    "text", ["{value}", "{0}", "{value.__class__}", "%s", "a}b{", "\\n"]
)
def test_a_value_is_never_read_as_a_text_with_placeholders(
    phrases: Phrases, text: str
) -> None:
    assert said(phrases, "say", value=text) == f"It is {text}."


def test_verbatim_words_stay_as_they_are(phrases: Phrases) -> None:
    theirs = verbatim("I {owe} nothing")
    assert phrases.say(theirs, language="de", zone="UTC") == "I {owe} nothing"


def test_verbatim_may_be_the_last_resort(phrases: Phrases) -> None:
    assert said(phrases, "option.unheard|verbatim", text="as typed") == "as typed"
    assert said(phrases, "greet|verbatim", text="as typed") == "Hello"


def test_a_key_s_alternatives_are_tried_in_order() -> None:
    assert list(alternatives("trades:a.b|c")) == ["trades:a.b", "a.b", "c"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("services:own", "Our own"),
        ("services:greet", "Hello"),
        ("services:nothing|greet", "Hello"),
    ],
)
def test_a_playbook_s_own_wording_goes_first(
    phrases: Phrases, key: str, words: str
) -> None:
    assert said(phrases, key) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("de_CH", "Grüezi"), ("de-CH", "Grüezi"), ("de_AT", "Hallo"), ("fr", "Hello")],
)
def test_a_language_falls_back_to_its_base_and_then_to_english(
    phrases: Phrases, language: str, words: str
) -> None:
    assert said(phrases, "greet", language) == words
    assert said(phrases, "only.english", language) == "Cheers"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases")]
)
def test_a_count_chooses_the_plural(phrases: Phrases, count: int, words: str) -> None:
    assert said(phrases, "n", count=count) == words


def test_a_missing_key_is_an_error_in_tests_and_readable_in_production(
    phrases: Phrases, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(PlaybookError, match=r"a:step\.x\.foo_bar"):
        said(phrases, "a:step.x.foo_bar")
    assert said(Phrases(tmp_path), "a:step.x.foo_bar") == "Foo bar"
    assert "a:step.x.foo_bar" in caplog.text


def test_a_missing_value_never_stops_a_conversation(
    phrases: Phrases, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(PlaybookError, match="no value for"):
        said(phrases, "say")
    assert said(Phrases(tmp_path), "say") == "It is …."
    assert "say: no value for {value}" in caplog.text


def test_a_compiled_catalogue_says_the_same(tmp_path: Path) -> None:
    source = catalogue(tmp_path, "en", entry("greet", "Hello"))
    source.with_suffix(".mo").write_bytes(compiled_catalogue(source))
    source.unlink()
    phrases = Phrases(tmp_path)
    assert phrases.languages() == ["en"]
    assert said(phrases, "greet") == "Hello"


def test_has_asks_one_language_for_one_key(phrases: Phrases) -> None:
    assert phrases.has("n")
    assert phrases.has("greet", "de_CH")
    assert not phrases.has("say", "de_CH")
    assert not phrases.has("greet", "../de")


# --- checking a catalogue -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{a.b}", "bare name"),
        ("{a[0]}", "bare name"),
        ("{a!r}", "bare name"),
        ("{a:>9}", "bare name"),
        ("{}", "bare name"),
        ("{A}", "bare name"),
        ("a } b", "bare name"),
        ("", "has no text"),
        ("<b>x</b>", "plain text"),
        ("**x**", "plain text"),
        ("a `b`", "plain text"),
        ("[x](y)", "plain text"),
    ],
)
def test_a_text_that_could_do_harm_is_named_with_its_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    catalogue(tmp_path, "en", entry("fine", "Fine") + entry("bad", text))
    problems = Phrases(tmp_path).check()
    assert len(problems) == 1
    assert "parley.po:7: bad" in problems[0]
    assert problem in problems[0]


def test_a_translation_may_use_only_what_english_uses(tmp_path: Path) -> None:
    catalogue(tmp_path, "en", entry("a", "Hi {name}") + entry("b", "Bye"))
    catalogue(tmp_path, "de", entry("a", "Hallo {nam}") + entry("c", "Was?"))
    problems = "\n".join(Phrases(tmp_path).check())
    assert "a: unknown placeholder nam" in problems
    assert "b has no translation" in problems
    assert "c is not in the English catalogue" in problems


def test_a_key_that_stands_there_twice_is_named(tmp_path: Path) -> None:
    catalogue(tmp_path, "en", entry("a", "One") + entry("a", "Two"))
    assert any("a is there twice" in each for each in Phrases(tmp_path).check())


def test_fuzzy_texts_and_odd_keys_are_named(tmp_path: Path) -> None:
    catalogue(tmp_path, "en", "#, fuzzy\n" + entry("a", "A") + entry("B x", "B"))
    problems = "\n".join(Phrases(tmp_path).check())
    assert "a is marked fuzzy" in problems
    assert "'B x' is not a phrase key" in problems


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n", 'msgid "a"\nmsgstr[x] "b"\n'])
def test_a_broken_catalogue_is_named(tmp_path: Path, text: str) -> None:
    catalogue(tmp_path, "en", text)
    with pytest.raises(PlaybookError, match=r"parley\.po"):
        Phrases(tmp_path).has("a")
    assert any("parley.po" in each for each in Phrases(tmp_path).check())


def test_a_quote_left_open_is_named_with_its_line(tmp_path: Path) -> None:
    catalogue(tmp_path, "en", 'msgid "a"\nmsgstr "A"\n"lost\n')
    problems = Phrases(tmp_path).check()
    assert any("parley.po:6: a line is a keyword" in each for each in problems)


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ('msgid "a"\nmsgstr "A"\n\nmsgstr "Lost"\n', 7),
        ('msgid "a"\nmsgstr "A"\nmsgid_plural "a"\nmsgstr[0] "B"\n', 6),
    ],
)
def test_a_text_that_lost_its_key_is_named_with_its_line(
    tmp_path: Path, entries: str, line: int
) -> None:
    catalogue(tmp_path, "en", entries)
    problems = Phrases(tmp_path).check()
    assert any(f"parley.po:{line}: msg" in each for each in problems), problems


def test_without_english_there_is_nothing_to_lean_on(tmp_path: Path) -> None:
    catalogue(tmp_path, "de", entry("a", "A"))
    assert any("English catalogue" in each for each in Phrases(tmp_path).check())


# --- the shipped catalogues ---------------------------------------------------------


def test_the_shipped_catalogues_are_in_order(shipped: Phrases) -> None:
    assert shipped.check() == []
    assert "en" in shipped.languages()


def test_every_phrase_that_the_code_names_has_words(shipped: Phrases) -> None:
    missing = [
        key
        for key in sorted(used.needed())
        if key != "verbatim" and not any(map(shipped.has, alternatives(key)))
    ]
    assert missing == []


def test_every_pattern_of_keys_in_the_code_is_known() -> None:
    patterns = {use.key for use in used.uses() if "*" in use.key}
    known = used.FAMILIES
    elsewhere = used.COVERED_ELSEWHERE
    assert {p for p in patterns if p not in known and not p.startswith(elsewhere)} == (
        set()
    )
    assert set(known) - patterns == set()


def test_every_step_of_the_playbooks_has_its_words(shipped: Phrases) -> None:
    missing = [
        key
        for playbook in used.playbooks()
        for key, _ in used.step_keys(playbook)
        if not any(map(shipped.has, alternatives(key)))
    ]
    assert missing == []


def test_no_words_are_left_over(
    shipped: Phrases, english: dict[str, tuple[str, ...]]
) -> None:
    from_steps = {
        next(filter(shipped.has, alternatives(key)))
        for playbook in used.playbooks()
        for key, _ in used.step_keys(playbook)
    }
    named = {part for key in used.needed() for part in alternatives(key)}
    left_over = set(english) - from_steps - named - used.literals()
    assert left_over - used.VOCABULARY == set()
    assert set(english) >= used.VOCABULARY


def test_every_placeholder_in_a_step_s_words_is_given(
    english: dict[str, tuple[str, ...]],
) -> None:
    given_always = set(case_values())
    wrong = [
        (part, name)
        for playbook in used.playbooks()
        for key, names in used.step_keys(playbook)
        for part in alternatives(key)
        for text in english.get(part, ())
        for name in placeholders(text) - given_always - names
    ]
    assert wrong == []


def test_every_placeholder_is_given_where_a_phrase_is_named(
    english: dict[str, tuple[str, ...]],
) -> None:
    situation = set(case_values())
    wrong = [
        (use.where, key, name)
        for use in used.uses()
        for key in ([use.key] if "*" not in use.key else _expanded(use.key))
        for part in alternatives(key)
        for text in english.get(part, ())
        for name in placeholders(text)
        if name not in use.names and not (use.has_case and name in situation)
    ]
    assert wrong == []


def _expanded(pattern: str) -> list[str]:
    return list(used.expanded(pattern)) if pattern in used.FAMILIES else []


def test_the_words_fit_a_small_screen(english: dict[str, tuple[str, ...]]) -> None:
    limits = {".ask": 175, ".hint": 175, ".why": 200, ".next": 70}
    long = [
        (key, len(text))
        for key, texts in english.items()
        for suffix, limit in limits.items()
        for text in texts
        if key.endswith(suffix) and len(text) > limit
    ]
    assert long == []


def test_answers_are_short_and_tell_each_other_apart(
    shipped: Phrases, english: dict[str, tuple[str, ...]]
) -> None:
    for playbook in used.playbooks():
        for step in playbook.steps:
            keys = used.option_labels(step)
            labels = [
                english[next(filter(shipped.has, alternatives(key)))][0] for key in keys
            ]
            assert len(set(labels)) == len(labels), (step.id, labels)
            assert max(map(len, labels), default=0) <= 30, (step.id, labels)


def test_a_control_word_is_never_the_label_of_another_answer(
    english: dict[str, tuple[str, ...]],
) -> None:
    spoken = {
        word: key.removeprefix("control.")
        for key, texts in english.items()
        if key.startswith("control.")
        for word in texts[0].split(",")
    }
    labels = {
        text.casefold(): key
        for key, texts in english.items()
        if key.startswith(("option.", "step.", "opening."))
        and key.rpartition(".")[2] not in ("ask", "why", "hint", "next")
        for text in texts
    }
    clashes = {
        (word, labels[word])
        for word, control in spoken.items()
        if word in labels and labels[word] != f"option.{control}"
    }
    assert clashes == set()


def test_a_typed_no_never_picks_how_a_case_ends(
    english: dict[str, tuple[str, ...]],
) -> None:
    endings = [english[key][0].casefold() for key in used.expanded("outcome.*")]
    assert not [label for label in endings if label.startswith(("no", "yes"))]


@pytest.mark.covers("F-P5")
def test_every_question_says_why_it_is_asked(shipped: Phrases) -> None:
    asked = [
        key
        for playbook in used.playbooks()
        for key, _ in used.step_keys(playbook)
        if key.endswith(".why")
    ]
    assert len(asked) > 40
    assert all(any(map(shipped.has, alternatives(key))) for key in asked)


# Key -> the requirements it carries, and the words that carry them.
FACTS = {
    "case.opened": (
        (
            "S0-2",
            "F-A7",
        ),
        ("seldom bad faith",),
    ),
    "hold.rights": (
        (
            "K8",
            "F-C11",
        ),
        ("never your rights", "keep running"),
    ),
    "step.hold_channels.why": (
        ("F-C5", "K9", "S1-7", "S1-8", "S1-11", "S1-12"),
        ("escalate", "harden", "that alone is reason", "In some places", "may"),
    ),
    "confirm.resume.ask": (("S1-7", "S1-8", "S1-11"), ("harden", "may be against")),
    "opening.tell_owner": (("S1-30", "S1-31"), ("today", "no machine can")),
    "welcome.first": (("S1-31", "F-N2"), ("I send nothing myself",)),
    "opening.kind.ask": (("S1-9", "S1-15"), ("Objects:", "Only late:", "Neither:")),
    "step.acknowledgement.why": (
        ("S1-3", "S1-4", "S0-8", "S0-5", "F-B4"),
        ("24 hours", "48", "paper trail", "argues nothing", "admits nothing"),
    ),
    "late.acknowledge": (("S0-4", "F-B6"), ("overdue", "better than silent")),
    "rule.fell_short": (("S0-20", "S0-24"), ("quickly and generously",)),
    "rule.everything_proved": (("S0-30",), ("record speak", "no need to argue")),
    "rule.misunderstood": (("S0-18", "S0-31"), ("often in services", "negotiated")),
    "step.amount_off.why": (
        ("S0-32", "S0-33"),
        ("prompt payment", "keep the customer", "money in now"),
    ),
    "step.call_recap.why": (("K3", "F-D10"), ("never on its own",)),
    "step.late_fees.why": (("F-C10",), ("Stopping is the usual way", "later")),
    "step.ongoing.ongoing.advice": (("F-C14", "N18"), ("source files", "passwords")),
    "step.root_cause.why": (("S0-49", "F-M2"), ("worth fixing",)),
    "step.root_cause.scope_unclear.advice": (("S0-49", "S3-25"), ("next job",)),
    "step.channels_on.why": (("S1-23", "S1-24", "S1-33"), ("three days", "agreed")),
    "step.let_go_amount.why": (("S0-46", "F-P9"), ("feels unfair",)),
    "step.parting.why": (("S0-45", "F-H7"), ("ends the relationship",)),
    "step.settlement_confirmation.why": (("F-H4", "N19"), ("come back",)),
    "step.silence.why": (("F-G16", "S0-4"), ("Silence needs an answer",)),
    "step.specifics.why": (("S1-15",), ("Agreed 400, billed 480",)),
    "step.specifics.vague.advice": (
        (
            "S1-16",
            "F-D7",
        ),
        ("dissolve",),
    ),
    "step.evidence.why": (("S3-5",), ("from memory", "record")),
    "step.assessment.no_approval": (
        (
            "S3-22",
            "S3-24",
            "F-F4",
        ),
        ("point", "fail"),
    ),
    "step.explained.why": (
        (
            "K4",
            "S3-17",
        ),
        ("explain, judge, and only then",),
    ),
    "step.offer_expires_on.why": (("S0-36",), ("end",)),
    "step.goodwill_offer.why": (
        (
            "S0-34",
            "F-G6",
        ),
        ("not an admission",),
    ),
    "step.money_amount.why": (
        (
            "K6",
            "S2-6",
        ),
        ("may support", "no more"),
    ),
    "step.paid_already.cheque.advice": (
        (
            "K7",
            "K14",
        ),
        ("Do not bank it yet",),
    ),
    "step.put_right_by.why": (("K11",), ("Your own books", "number")),
    "court.notice": (("K16",), ("could be asked for in court",)),
    "fork.mediation.when": (
        (
            "F-J2",
            "S0-39",
            "S0-40",
            "S0-41",
        ),
        ("neutral",),
    ),
    "fork.small_claims.when": (
        (
            "F-J3",
            "S2-24",
            "S2-25",
        ),
        ("fee", "no lawyer"),
    ),
    "fork.letting_go.when": (
        (
            "F-J6",
            "S0-46",
            "S3-26",
        ),
        ("unfair", "150"),
    ),
    "not_legal_advice": (
        (
            "F-J9",
            "S2-26",
        ),
        ("not legal advice",),
    ),
    "fork.never": (("F-J10",), ("threats", "shaming", "lock-outs", "police")),
    "step.final_pay_by.why": (("K13",), ("ask the court",)),
    "welcome.stress": (("F-P9",), ("unpleasant",)),
}


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        pytest.param(key, facts, marks=pytest.mark.covers(*ids), id=key)
        for key, (ids, facts) in FACTS.items()
    ],
)
def test_the_guides_facts_are_in_the_words(
    english: dict[str, tuple[str, ...]], key: str, facts: tuple[str, ...]
) -> None:
    assert all(fact in english[key][0] for fact in facts)


@pytest.mark.covers("S1-21", "S1-32", "F-C3", "F-O2")
def test_each_chasing_channel_says_how_to_switch_it_off(
    english: dict[str, tuple[str, ...]],
) -> None:
    for key in used.expanded("channel.*.how"):
        assert len(english[key][0]) > 40


def test_parley_never_claims_to_have_switched_anything_off(
    english: dict[str, tuple[str, ...]],
) -> None:
    claim = re.compile(r"\bI (?:have )?(?:switched|stopped|turned|sent)\b")
    claims = [key for key, texts in english.items() if any(map(claim.search, texts))]
    assert claims == []


def test_a_language_in_the_making_may_lack_phrases_but_not_be_wrong(
    tmp_path: Path,
) -> None:
    catalogue(tmp_path, "en", entry("a", "Hello {name}") + entry("b", "Bye"))
    fuzzy = "#, fuzzy\n" + entry("b", "Bye")
    catalogue(tmp_path, "de", entry("a", "Hallo {nam}") + fuzzy)
    path = tmp_path / "de" / "LC_MESSAGES" / "parley.po"
    assert any("b is marked fuzzy" in each for each in Phrases(tmp_path).check())
    assert Phrases(tmp_path).unfinished() == []
    header = '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(header, header + '"X-Unfinished: yes\\n"\n'), encoding="utf-8"
    )
    (problem,) = Phrases(tmp_path).check()
    assert "nam" in problem
    assert Phrases(tmp_path).unfinished() == ["de"]

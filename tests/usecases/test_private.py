"""Private stays private: nothing planted is found where the customer or others look.

One long story is played in a shared channel, with a planted word or sum in every
private answer: the floor, the steps, the figures of the fork, honest judgement, an
override, notes. Then every letter, everything said in front of others and the export
are searched (rule 9, F-R4, F-G7).
"""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest

from assistant.chat.replies import FileOut, LetterText
from assistant.domain.case import Case
from assistant.domain.money import Money
from tests.usecases.table import PROFILE, Table, words_of
from tests.usecases.test_approvals import ANSWERS

# Sums that stand nowhere else, as they would be written in any way.
FLOOR, RATE, MEDIATION, COURT, BUSINESS, NAME = (
    "177.77",
    "133.33",
    "21.21",
    "87.87",
    "911.11",
    "244.44",
)
PLANTED_SUMS = (FLOOR, RATE, MEDIATION, COURT, BUSINESS, NAME)
WORD = "zqsecret"
HONEST = ("Yes, only spoken", "could there be a misunderstanding", "honest judgement")


@pytest.fixture(scope="module")
def played() -> Table:
    """A ladder, two exchanges, the fork in numbers, letting go; all of it posted."""
    rich = replace(PROFILE, let_go_limit=Money.of("333.31", "EUR"))
    table = Table(profile=rich)
    table.command('open INV-7 1200 "Harbour Café"')
    table.say("Scope", "They say it was included.", "Extra work", "Nothing")
    table.say("Sent by e-mail", "Yes, exactly", "Third round", "included", "billed")
    table.say("400", "drop it", "A company", "Regularly", "Skip", "400")
    table.command(f"note D-INV-7 {WORD} note: they are broke")
    table.command("show D-INV-7")
    table.say("Go on without these")
    while table.question and table.question.key.partition("@")[0] != "explained":
        table.say(ANSWERS.get(table.question.key.partition("@")[0], "No"))
    table.say("No, go on without", "Plan it in steps", FLOOR)
    table.command("update D-INV-7")  # the list of answers, honest ones too
    table.command("show D-INV-7")
    table.say(f"This step: €{88}.00", "In a week: 14 May 2026")
    table.say("Sent by e-mail", "Offers another sum", "We pay 900.", "900")
    table.say("Answer once more")
    table.say(next(label for label in table.labels if label.startswith("This step")))
    table.say("In a week: 14 May 2026", "Sent by e-mail", "Still objects", "Skip")
    table.say("Reckon with my own figures", RATE, "About half (40 to 60 %)")
    table.say("3", "11", "7", MEDIATION, COURT, BUSINESS, NAME)
    table.command("show D-INV-7 numbers")
    table.command("show D-INV-7 timeline")
    table.command("show D-INV-7 letters")
    table.command("show D-INV-7")
    table.say("Let it go", "The disputed part: €400.00", "No", "Sent by e-mail")
    table.command("why")
    table.wait(days=3)
    return table


def to_the_plan(table: Table) -> None:
    """A new case, up to the question how to answer what is ambiguous."""
    table.command('open INV-7 1200 "Harbour Café"')
    table.say("Scope", "They say it was included.", "Extra work", "Nothing")
    table.say("Sent by e-mail", "Yes, exactly", "Third round", "included", "billed")
    table.say("400", "drop it", "A company", "Regularly", "Skip", "400")
    table.say("Go on without these")
    while table.question and table.question.key.partition("@")[0] != "explained":
        table.say(ANSWERS.get(table.question.key.partition("@")[0], "No"))


def written(sum_: str) -> re.Pattern[str]:
    """A sum in any spelling: 177.77, 177,77, 17777 minor units."""
    whole, _, cents = sum_.partition(".")
    return re.compile(rf"(?<!\d){whole}[.,]?{cents}(?!\d)")


def planted_in(texts: Iterator[str] | list[str]) -> list[str]:
    """What was planted and can be found there."""
    text = "\n".join(texts)
    found = [sum_ for sum_ in PLANTED_SUMS if written(sum_).search(text)]
    return found + [word for word in (WORD,) if word in text]


def letters_of(table: Table) -> Iterator[str]:
    """Every letter that was ever shown or drafted, whoever saw it."""
    for message in (*table.shared, *table.alone):
        for part in message.parts:
            if isinstance(part, LetterText):
                yield from (part.subject, part.body)
    for letter in table.case.letters:
        yield from (letter.subject, letter.body)


def test_the_story_really_holds_what_is_looked_for(played: Table) -> None:
    case: Case = played.case
    assert {str(each.amount) for each in private_sums(case)} >= set(PLANTED_SUMS)
    alone = "\n".join(words_of(played.alone))
    assert all(written(sum_).search(alone) for sum_ in (FLOOR, COURT, MEDIATION))
    assert WORD in "\n".join(note.text for note in case.notes)
    assert "The ways in numbers, for your eyes only" in alone
    assert "Do not go on below this" in alone


def private_sums(case: Case) -> list[Money]:
    return [value for value in case.facts.values() if isinstance(value, Money)]


@pytest.mark.covers("F-R4", "F-G7", "F-L3", "X6")
def test_no_letter_tells_anything_private(played: Table) -> None:
    texts = list(letters_of(played))
    assert len(texts) > 10
    assert planted_in(texts) == []
    assert not [text for text in texts if "floor" in text.casefold()]


@pytest.mark.covers("F-R4", "F-G7", "F-L3", "X6", "F-F10")
def test_nothing_private_is_said_in_front_of_others(played: Table) -> None:
    texts = words_of(played.shared)
    assert len(texts) > 100
    assert planted_in(texts) == []
    said = "\n".join(texts)
    for words in (
        *HONEST,
        "for your eyes only",
        "Do not go on below",
        "costs you more",
    ):
        assert words not in said, words


@pytest.mark.covers("F-R4", "F-G7", "F-L3")
def test_the_export_tells_no_floor_no_figure_and_no_note(played: Table) -> None:
    exported = played.assistant.export("slack:T1")
    assert json.loads(exported)["cases"]
    assert planted_in([exported]) == []


SUGGESTED = (
    r"aim to take off no more than €([\d.]+)",
    r"(?:Beyond|Even with) €([\d.]+) off",
    r"an offer of €([\d.]+) or more",
    r"A claim for less than €([\d.]+)",
)


@pytest.fixture(scope="module")
def cautioned() -> Table:
    """A plan of offers that goes below the floor, with a floor of odd cents."""
    table = Table(profile=replace(PROFILE, hourly_rate=Money.of("7.31", "EUR")))
    to_the_plan(table)
    table.command("update D-INV-7 hours 2")
    table.command("update D-INV-7 fees 13.37")
    table.command("update D-INV-7 relationship 3.11")
    table.command("show D-INV-7 numbers")
    table.command("show D-INV-7")
    table.say("No, go on without", "Plan it in steps", "399.99")
    table.say("200", "In a week: 14 May 2026", "Sent by e-mail")
    table.command("show D-INV-7 timeline")
    return table


@pytest.mark.covers("F-R4", "F-G7", "X6")
def test_what_the_numbers_suggest_is_for_one_person_only(cautioned: Table) -> None:
    alone = "\n".join(words_of(cautioned.alone))
    sums = {
        sum_
        for pattern in (*SUGGESTED, r"is more than €([\d.]+): by the numbers")
        for sum_ in re.findall(pattern, alone)
    }
    assert any(not sum_.endswith(".00") for sum_ in sums)
    assert "It is your decision, and nobody else sees this." in alone
    shared = words_of(cautioned.shared)
    exported = cautioned.assistant.export("slack:T1")
    for texts in (list(letters_of(cautioned)), shared, [exported]):
        text = "\n".join(texts)
        assert not [sum_ for sum_ in sums if written(sum_).search(text)]
        assert "by the numbers" not in text.casefold()
        assert "399.99" not in text


@pytest.mark.covers("F-R4", "F-G7")
def test_a_private_sum_typed_into_a_letter_is_caught() -> None:
    table = Table()
    to_the_plan(table)
    table.say("Yes, explained", "Plan it in steps", FLOOR)
    table.say("100", "In a week: 14 May 2026", "Change the text")
    table.say("I offer €100.00 off if you pay by 14 May 2026; at most €177.77.")
    assert "This sum is for your eyes only." in "\n".join(words_of(table.last))
    assert "Keep mine" not in table.labels


# --- money that came, an angry draft, and the whole case as an archive ----------------


@pytest.fixture(scope="module")
def banked() -> Table:
    """A cheque that was banked knowingly, and what was first written in anger."""
    table = Table(profile=replace(PROFILE, place="US-TX", currency="USD"))
    table.command('open INV-9 1000 "Dr. Ott"')
    table.command(f"note D-INV-9 {WORD} we need the money badly")
    table.command("paid D-INV-9 820 paid in full")
    table.say("A cheque, banked already", "Yes", "20 April", "Texas")
    table.say("Yes, we knew", "Reject it in writing", "Change the text")
    table.say(f"You liar, you thief, {WORD}!")
    table.say("Look at it later", "Sent by e-mail")
    table.command("show D-INV-9")
    table.command("show D-INV-9 timeline")
    table.command("calendar D-INV-9")
    table.command("pack D-INV-9 all")
    table.wait(hours=3)
    return table


KNOWN = re.compile(r"\bknew\b|money_knew|need the money", re.IGNORECASE)


def test_the_tender_story_really_holds_what_is_looked_for(banked: Table) -> None:
    alone = "\n".join(words_of(banked.alone))
    assert banked.case.fact("money_knew", "P1") == "yes"
    assert KNOWN.search(alone)
    assert "liar" in alone
    assert WORD in "\n".join(note.text for note in banked.case.notes)


@pytest.mark.covers("F-R4", "F-L3", "F-A11", "K16", "X2")
def test_what_we_knew_and_the_angry_words_stay_with_us(banked: Table) -> None:
    letters = list(letters_of(banked))
    assert letters
    assert planted_in(letters) == []
    assert not [text for text in letters if KNOWN.search(text)]
    assert WORD not in "\n".join(words_of(banked.shared))


@pytest.mark.covers("F-R4", "F-N4", "F-M6")
def test_no_file_that_is_handed_out_tells_it(banked: Table) -> None:
    files = [
        part
        for message in (*banked.shared, *banked.alone)
        for part in message.parts
        if isinstance(part, FileOut)
    ]
    assert {part.name.rpartition(".")[2] for part in files} >= {"ics", "zip"}
    texts = [banked.assistant.export("slack:T1"), *map(text_of, files)]
    assert planted_in(texts) == []
    assert not [text for text in texts if KNOWN.search(text)]


def text_of(part: FileOut[str]) -> str:
    """What can be read in a file; of an archive, of all that is inside."""
    if not part.name.endswith(".zip"):
        return part.content.decode("utf-8", "replace")
    inside = zipfile.ZipFile(BytesIO(part.content))
    return "\n".join(
        inside.read(n).decode("utf-8", "replace") for n in inside.namelist()
    )


@pytest.mark.covers("K16", "F-A11")
def test_nothing_of_the_angry_draft_is_left_after_the_cool_down(banked: Table) -> None:
    kept = [entry for entry in banked.case.entries if "thief" in repr(entry.event)]
    assert kept == []

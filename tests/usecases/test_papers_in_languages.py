"""Papers of a letter: every word around it is in the language of the letter."""

import re
from email import message_from_bytes, policy
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from assistant.chat.replies import phrase
from assistant.domain.case_events import EvidenceAdded, LetterDrafted
from assistant.domain.evidence import EvidenceKind
from assistant.domain.letters import LetterForm, LetterKind
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import Letters
from assistant.resources import templates_dir
from tests.documents.builders import PROFILE, a_case, say
from tests.documents.reading_back import pages, words
from tests.usecases.test_papers import CASE, Office

LETTERS = Letters(templates_dir())
AROUND = ("date", "our_reference", "invoice", "contact", "enclosures")
ENGLISH = re.compile(r"\b(?:Our reference|Page \d+ of|Enclosures|Tax number|dated)\b")
COUNTRIES = {"en": "en_IE", "de": "de_AT", "fr": "fr_BE", "it": "it_CH", "nl": "nl_BE"}


def written(language: str, form: str) -> bytes:
    """The answer from the record, over two pages and more, in a format."""
    kind = LetterKind.FIRM_ANSWER
    facts = samples()["denied_on_every_paper"]
    letter = LETTERS.render(kind, LetterForm.LONG, language, facts)
    drafted = LetterDrafted(
        kind, LetterForm.LONG, language, letter.subject, letter.body, "basis"
    )
    desk = Office(profile=PROFILE)
    paper = EvidenceAdded(EvidenceKind.CONTRACT, "A-1.pdf", "owner")
    desk.put(a_case(paper, drafted))
    return desk.file(f"paper {CASE} firm_answer {form}").content


@pytest.mark.covers("F-Q1", "F-N3", "F-N5")
@pytest.mark.parametrize("base", LETTERS.languages())
def test_a_paper_speaks_the_language_of_its_letter(base: str) -> None:
    language = COUNTRIES.get(base, base)
    labels = [say(phrase(f"paper.{name}"), language) for name in AROUND]
    pdf = written(language, "pdf")
    first, *others = pages(pdf)
    last = " ".join((first, *others))
    for label in labels:
        assert words(label) in words(last)
    counted = phrase("paper.page", page=1, pages=1 + len(others))
    assert words(say(counted, language)) in words(first)
    assert str(PdfReader(BytesIO(pdf)).root_object["/Lang"]).startswith(base)
    with ZipFile(BytesIO(written(language, "docx"))) as docx:
        parts = [
            n for n in docx.namelist() if re.search(r"(document|footer\d)\.xml", n)
        ]
        text = " ".join(docx.read(name).decode() for name in parts)
        styles = docx.read("word/styles.xml").decode()
    plain = re.sub(r"<[^>]+>", " ", text)
    for label in labels:
        assert words(label) in words(plain)
    assert language.replace("_", "-") in styles + text
    if base != "en":
        assert not ENGLISH.search(last)
        assert not ENGLISH.search(plain)


@pytest.mark.parametrize("base", LETTERS.languages())
def test_a_mail_has_the_words_of_the_letter_and_no_others(base: str) -> None:
    mail = message_from_bytes(written(base, "eml"), policy=policy.default)
    body = mail.get_body(("plain",))
    facts = samples()["denied_on_every_paper"]
    letter = LETTERS.render(LetterKind.FIRM_ANSWER, LetterForm.LONG, base, facts)
    assert mail["Subject"].strip() == letter.subject
    assert body is not None
    assert body.get_content().splitlines() == letter.body.splitlines()

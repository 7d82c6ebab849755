"""A letter drafted from the facts of a case, and what its owner is told about it."""

from collections.abc import Iterator

from assistant.chat.replies import Paragraph, Phrase, Tone, phrase
from assistant.domain.basis import letter_basis
from assistant.domain.case_events import LetterDrafted
from assistant.domain.letter_facts import letter_facts
from assistant.playbook.situation import Situation
from assistant.playbook.turn import Draft
from assistant.reading.languages import plain_language
from assistant.usecases.office import Office

Note = tuple[str, Paragraph[Phrase]]
Drafted = LetterDrafted  # the event that says so is the draft itself


def drafted(office: Office, at: Situation, draft: Draft) -> LetterDrafted:
    """The letter in the customer's language, else in the business's.

    Raises PlaybookError when a template is at fault.
    """
    case, profile = at.case, at.profile
    facts = letter_facts(
        case,
        profile,
        today=at.today,
        calendar=at.calendar,
        zone=at.zone,
        remittance=draft.remittance,
    )
    language = case.customer.language or profile.language
    letter = office.letters.render(
        draft.kind, draft.form, language, facts, playbook=at.playbook
    )
    return LetterDrafted(
        draft.kind,
        draft.form,
        letter.language,
        letter.subject,
        letter.body,
        letter_basis(case),
        draft.remittance,
    )


def notes(office: Office, at: Situation, letter: LetterDrafted) -> Iterator[Note]:
    """What is said once in a case about its letters, each with its name."""
    if not at.profile.sign_off:
        yield "unsigned", Paragraph(phrase("letter.unsigned"), Tone.CAUTION)
    theirs = plain_language("\n".join(each.text for each in at.case.statements))
    is_open = not at.case.customer.language
    is_other = theirs != letter.language.replace("-", "_").partition("_")[0]
    if is_open and is_other and theirs in office.letters.languages():
        tip = phrase(
            "letter.their_language",
            customer=at.values()["customer"],
            language=phrase(f"language.{theirs}|verbatim", text=theirs),
            command=f"update {at.case.id} language {theirs}",
        )
        yield "their_language", Paragraph(tip)

"""`paper CASE [WHICH] [FORMAT]`: letters and notes for the books as files.

Nothing of a case changes: a paper can be made again at any time, and the same facts
make the same file.
"""

from dataclasses import dataclass

from assistant.chat.commands import Command
from assistant.chat.replies import (
    FileOut,
    Item,
    LetterText,
    Listing,
    Phrase,
    Tone,
    phrase,
)
from assistant.documents.books import Wording, books_paper
from assistant.documents.letters import Around, letter_paper, letterhead
from assistant.documents.paper import (
    MEDIA_TYPES,
    Letterhead,
    PaperFormat,
    Say,
    Written,
    page_size,
)
from assistant.documents.writing import written
from assistant.domain.books import BooksKind, BooksNote, books_note, books_notes
from assistant.domain.calendar import local_day
from assistant.domain.case import Case
from assistant.domain.enclosures import enclosures_of
from assistant.domain.letter_parts import Enclosure
from assistant.domain.letters import ENCLOSING, Letter
from assistant.errors import InputError, StoreError
from assistant.usecases.mailing import mail_of
from assistant.usecases.visit import Visit

_MOST_NAME = 60  # characters of a file name before its ending


def paper(visit: Visit, case: Case, command: Command) -> None:
    """The list of papers, the formats of one, or the file itself."""
    visit.focus(case)
    words = [word.casefold() for word in command.words]
    forms = [form for form in PaperFormat if words and words[-1] in _NAMES[form]]
    which = words[: len(words) - len(forms)]
    if not which and not forms:
        _list(visit, case)
        return
    found = _named(visit, case, " ".join(which))
    if forms:
        _hand_out(visit, case, found, forms[0])
    else:
        _offer_formats(visit, case, found)


_NAMES = {
    PaperFormat.PDF: ("pdf",),
    PaperFormat.DOCX: ("docx", "word", "doc"),
    PaperFormat.EML: ("eml", "mail", "email", "e-mail"),
    PaperFormat.TXT: ("txt", "text"),
}
Found = Letter | BooksNote


def _list(visit: Visit, case: Case) -> None:
    """Every paper that this case has."""
    items = [
        Item(_title(letter), _about(visit, letter), f"paper {case.id} {letter.id}")
        for letter in case.letters
    ]
    items += [
        Item(_title(note), _number(note), f"paper {case.id} {note.kind}")
        for note in books_notes(case, visit.business.profile.tax_rate)
    ]
    title = phrase("paper.list", case=case.id)
    visit.say(Listing(title, tuple(items), phrase("paper.none")))


def _title(found: Found) -> Phrase:
    if isinstance(found, Letter):
        kind = phrase(f"letter.kind.{found.kind}")
        return phrase("paper.letter", letter=kind, id=found.id)
    return phrase(f"paper.books.{found.kind}")


def _about(visit: Visit, letter: Letter) -> Phrase:
    if letter.sent_at is None:
        return phrase("register.draft")
    day = local_day(letter.sent_at, visit.business.profile.time_zone)
    return phrase("paper.sent_on", date=day)


def _number(note: BooksNote) -> Phrase:
    if note.number:
        return phrase("paper.books.numbered", number=note.number)
    return phrase("paper.books.is_draft")


def _named(visit: Visit, case: Case, which: str) -> Found:
    """The paper meant: `w3`, `final letter`, `credit note`; without a name the last."""
    key = which.replace(" ", "_").replace("-", "_")
    for letter in reversed(case.letters):
        if key in (letter.id.casefold(), str(letter.kind), ""):
            return letter
    if key in set(BooksKind):
        note = books_note(case, BooksKind(key), visit.business.profile.tax_rate)
        if note is not None:
            return note
        raise InputError("error.paper_nothing_to_book", case=case.id)
    if not case.letters and not key:
        raise InputError("error.paper_none", case=case.id)
    raise InputError("error.paper_unknown", which=which, case=case.id)


def _offer_formats(visit: Visit, case: Case, found: Found) -> None:
    name = found.id if isinstance(found, Letter) else found.kind
    if isinstance(found, Letter):
        visit.say(
            LetterText(
                found.id,
                case.id,
                phrase(f"letter.kind.{found.kind}"),
                found.subject,
                found.body,
                email=case.customer.email or "",
                phone=case.customer.phone or "",
            )
        )
    items = tuple(
        Item(
            phrase(f"paper.as.{form}"),
            phrase(f"paper.as.{form}.what"),
            f"paper {case.id} {name} {form}",
        )
        for form in PaperFormat
        if isinstance(found, Letter) or form is not PaperFormat.EML
    )
    visit.say(Listing(_title(found), items))


def _hand_out(visit: Visit, case: Case, found: Found, form: PaperFormat) -> None:
    _say_gaps(visit, is_for_books=isinstance(found, BooksNote))
    made = make(visit, case, found, form)
    if made.written.unprintable:
        visit.tell("paper.unprintable", Tone.CAUTION, signs=made.written.unprintable)
    for left_out in made.left_out:
        visit.tell("paper.left_out", Tone.CAUTION, name=left_out)
    content = made.written.content
    visit.say(FileOut(made.name, MEDIA_TYPES[form], content, _title(found)))


def _say_gaps(visit: Visit, *, is_for_books: bool) -> None:
    """What the letterhead lacks, before the paper and not after it."""
    profile = visit.business.profile
    wanted = ["name", "address", *(["tax_number"] if is_for_books else [])]
    missing = [name for name in wanted if not getattr(profile, name)]
    if missing:
        names = tuple(phrase(f"settings.{name}") for name in missing)
        example = f"settings {missing[0]}"
        visit.tell("paper.gaps", Tone.CAUTION, names=names, command=example)


# -- making -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """A file with its name; left_out: enclosures that do not go with it."""

    name: str
    written: Written
    left_out: tuple[str, ...] = ()


def make(visit: Visit, case: Case, found: Found, form: PaperFormat) -> Made:
    """The file of a paper."""
    name = f"{file_name(case.id)}-{_slug(found)}.{form}"
    if isinstance(found, BooksNote):
        say = saying(visit, visit.business.profile.language)
        around = _around(visit, case, head(visit, say), None)
        wording = Wording(
            visit.business.profile.language,
            visit.business.profile.place.upper().startswith("US"),
            bool(case.agreement and case.agreement.on_payment),
        )
        return Made(name, written(books_paper(found, around, wording, say), form))
    say = saying(visit, found.language)
    around = _around(visit, case, head(visit, say), found)
    paper = letter_paper(found, around, say)
    if form is not PaperFormat.EML:
        return Made(name, written(paper, form))
    pdf = written(paper, PaperFormat.PDF)
    mail, left_out = mail_of(visit, case, found, pdf, f"{name.removesuffix('eml')}pdf")
    return Made(name, mail, left_out)


def saying(visit: Visit, language: str) -> Say:
    """Words in a language, with the values written as it writes them."""
    zone = visit.business.profile.time_zone

    def say(said: Phrase) -> str:
        return visit.office.phrases.say(said, language=language, zone=zone)

    return say


def head(visit: Visit, say: Say) -> Letterhead:
    """The letterhead, its picture too if it can still be read."""
    profile = visit.business.profile
    logo = None
    if profile.logo:
        try:
            with visit.office.files.open(profile.logo) as stream:
                logo = stream.read()
        except StoreError:  # a paper without its picture is still a paper
            visit.tell("paper.logo_lost", Tone.CAUTION)
    return letterhead(profile, say, logo)


def _around(
    visit: Visit, case: Case, head: Letterhead, letter: Letter | None
) -> Around:
    profile = visit.business.profile
    made_on = visit.today
    enclosed: tuple[Enclosure, ...] = ()
    if letter is not None and letter.sent_at is not None:
        made_on = local_day(letter.sent_at, profile.time_zone)
    if letter is not None and letter.kind in ENCLOSING:
        enclosed = enclosures_of(case, until=letter.sent_at)
    return Around(
        head,
        page_size(profile.place),
        made_on,
        case.id,
        case.invoice,
        case.customer,
        profile.sign_off,
        enclosed,
    )


def _slug(found: Found) -> str:
    if isinstance(found, Letter):
        return f"{found.id}-{found.kind}".replace("_", "-")
    return found.kind.replace("_", "-")


def file_name(case_id: str) -> str:
    """The case's name as every system can keep it."""
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in case_id)
    return kept[:_MOST_NAME]

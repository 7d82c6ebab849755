"""A letter: drafted, read, edited, sent by the owner and marked as sent."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from assistant.chat.replies import LetterText, Paragraph, Phrase, Tone, Typed, phrase
from assistant.domain.approval import needs_yes
from assistant.domain.assessment import Assessment
from assistant.domain.basis import letter_basis
from assistant.domain.calendar import local_day, noon
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import (
    FactForgotten,
    FactRecorded,
    LetterSent,
    LetterSkipped,
    OfferMade,
)
from assistant.domain.facts import FactName
from assistant.domain.letter_facts import remedy_offered
from assistant.domain.letters import (
    PER_PAYMENT,
    SUBSTANTIVE,
    Letter,
    LetterForm,
    LetterKind,
)
from assistant.domain.money import Money
from assistant.domain.resolution import Giving
from assistant.domain.typed import clean_line, clean_text
from assistant.domain.typed_dates import Toward
from assistant.errors import InputError
from assistant.playbook.conditions import letter_about
from assistant.playbook.situation import Situation
from assistant.playbook.steps import wording
from assistant.playbook.steps.ask import LONGEST_LINE, LONGEST_TEXT
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    Per,
    StepBase,
    needed,
    option,
    question,
)
from assistant.playbook.steps.shown import Shown, shown
from assistant.playbook.steps.suggestions import refuse_out_of_order
from assistant.playbook.turn import Answer, Chosen, Draft, Turn
from assistant.playbook.turn import Typed as TypedAnswer

# The answers that are the day by which a letter asks for something.
_ANSWER_DAYS = ("offer_expires_on", "pay_by")
_DAY_IN = {
    **dict.fromkeys(SUBSTANTIVE, _ANSWER_DAYS),
    LetterKind.REMINDER_OF_ANSWER: (),
    LetterKind.FINAL_LETTER: ("final_pay_by",),
    LetterKind.SETTLEMENT_CONFIRMATION: ("agreed_by",),
}
# Letters that give something up, and the moment at which a yes may be needed.
_GIVES = {
    **dict.fromkeys(SUBSTANTIVE - {LetterKind.FIRM_ANSWER}, Giving.ANSWER),
    LetterKind.SETTLEMENT_CONFIRMATION: Giving.AGREEMENT,
    LetterKind.CLOSING: Giving.LETTING_GO,
}
SENT_BY = ("email", "text", "post")
# How it went, as it is typed in each of the seven languages, and what leads up to it.
_WAYS = {
    **dict.fromkeys("email e-mail mail mel courriel correo".split(), "email"),
    **dict.fromkeys(
        "text sms whatsapp textnachricht messaggio mensaje".split(), "text"
    ),
    **dict.fromkeys("post letter brief lettre courrier poste".split(), "post"),
    **dict.fromkeys("carta lettera posta correios".split(), "post"),
}
_BY = re.compile(r"^(?:by|per|par|por|via|als|mit|op)\s+")
# What is typed next belongs to the letter: its new wording, or why it stays unsent.
_EDITING, _SKIPPING, _FORM = "_editing", "_skipping", "_form"


class WriteLetter(StepBase, frozen=True, tag="letter", tag_field="step"):
    """Draft a letter and see it out of the door; Parley never sends it itself.

    letter: which one.
    forms: `long`, `short` or both; the first is drafted unless the owner asks.
    optional: may be left unsent without a reason.
    """

    letter: LetterKind
    forms: tuple[LetterForm, ...] = (LetterForm.LONG,)
    optional: bool = False

    def __post_init__(self) -> None:
        if (self.letter in PER_PAYMENT) is not (self.per is Per.PAYMENT):
            raise ValueError("letters about money, and no others, are `per: payment`")
        if not self.forms:
            raise ValueError("`forms` needs at least one form")

    @property
    def can_revisit(self) -> bool:
        """What was sent, gathered or switched is changed by its own commands."""
        return False

    def sets(self) -> frozenset[str]:
        """No fact a condition may ask for; use `sent` and `handled`."""
        return frozenset()

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        buttons = ["edit", "fresh", "later", "cancel", "paper"]
        buttons += [f"sent_{way}" for way in SENT_BY]
        buttons += [f"{form}er" for form in self.forms]
        buttons += ["skip" if self.optional else "not_sending"]
        buttons += wording.option_ids()
        words = [f"step.letter.{name}|option.{name}" for name in buttons]
        named = (f"letter.kind.{self.letter}", f"letter.gist.{self.letter}")
        return (*needed(self.id), *words, *named)

    def is_done(self, at: Situation) -> bool:
        """Whether it went out, or was left unsent on purpose."""
        letter = self._letter(at)
        return letter is not None and not letter.is_open

    def prepare(self, at: Situation) -> Turn:
        """Draft it; afresh on another day or when the facts changed, unless edited."""
        letter = self._letter(at)
        form = self._form(at)
        if letter is not None and letter.is_open:
            same_day = local_day(letter.drafted_at, at.zone) == at.today
            same_facts = letter.basis == letter_basis(at.case)
            fresh = same_facts and same_day and letter.form is form
            if letter.edited or fresh:
                return NOTHING
        return Turn(draft=Draft(self.letter, form, self._remittance(at)))

    def ask(self, at: Situation) -> Asked:
        """The letter alone, and what to do with it."""
        letter = self._drafted(at)
        if at.case.knows(_EDITING, letter.id):
            return self._typing(at, "edit")
        if at.case.knows(_SKIPPING, letter.id):
            return self._typing(at, "skip_reason")
        if found := wording.found_in(at, letter):
            return wording.ask_about(self, at, found)
        above: list[object] = [self._shown(at, letter)]
        above += _other_language(at, letter)
        above += _gist(at, letter)
        if letter.edited and letter.basis != letter_basis(at.case):
            above.append(Paragraph(phrase("letter.stale"), Tone.CAUTION))
        ids = [f"sent_{way}" for way in SENT_BY] + ["edit"]
        ids += ["fresh"] if letter.edited else []
        ids += [f"{form}er" for form in self.forms if form is not letter.form]
        ids += ["skip" if self.optional else "not_sending", "later"]
        options = tuple(option(at, "letter", i) for i in ids)
        on_paper = option(at, "letter", "paper")
        options += (replace(on_paper, command=_on_paper(at, letter)),)
        return Asked(question(at, self, options, letter=self._name()), tuple(above))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Sent, edited, shortened or left unsent."""
        letter = self._drafted(at)
        match answer:
            case TypedAnswer(text):
                return self._typed(at, letter, text)
            case Chosen("cancel"):
                names = (_EDITING, _SKIPPING)
                return Turn(tuple(FactForgotten(name, letter.id) for name in names))
            case Chosen("edit"):
                return Turn((FactRecorded(_EDITING, "yes", letter.id),))
            case Chosen(choice):
                found = wording.found_in(at, letter)
                if found:
                    return wording.take(at, found, answer)
                return self._handled(at, letter, choice)
            case _:
                raise InputError("error.choose_one")

    def _typed(self, at: Situation, letter: Letter, text: str) -> Turn:
        """New wording, a reason not to send it, or how it went out."""
        if at.case.knows(_EDITING, letter.id):
            return self._edited(at, letter, text)
        if at.case.knows(_SKIPPING, letter.id):
            return self._skipped(letter, clean_line(text, LONGEST_LINE))
        if found := wording.found_in(at, letter):
            return wording.take(at, found, TypedAnswer(text))
        return self._sent_as_told(at, letter, text)

    def _handled(self, at: Situation, letter: Letter, choice: str) -> Turn:
        match choice:
            case "sent_email" | "sent_text" | "sent_post":
                return self._sent(at, letter, choice.removeprefix("sent_"), at.now)
            case "skip" if self.optional:
                return self._skipped(letter, "not needed")
            case "not_sending":
                return Turn((FactRecorded(_SKIPPING, "yes", letter.id),))
            case "fresh":
                again = Draft(self.letter, letter.form, self._remittance(at))
                return Turn(draft=again)
            case "shorter" | "longer":
                form = LetterForm.SHORT if choice == "shorter" else LetterForm.LONG
                return Turn((FactRecorded(_FORM, form, self.letter),))
            case "paper":  # typed, or pressed where a button cannot give a command
                how = phrase("letter.on_paper", command=_on_paper(at, letter))
                return Turn(say=(Paragraph(how),))
            case "later":
                return Turn(say=(Paragraph(phrase("letter.later")),))
            case _:
                raise InputError("error.choose_one")

    def _sent_as_told(self, at: Situation, letter: Letter, text: str) -> Turn:
        """`post`, `by text yesterday`, `email 3 May`: the way, and the day it went."""
        first, _, rest = _BY.sub("", text.casefold(), count=1).strip().partition(" ")
        way = _WAYS.get(first)
        if way is None:
            raise InputError("error.sent_how", text=clean_line(text, LONGEST_LINE))
        if not rest:
            return self._sent(at, letter, way, at.now)
        day = at.habits.date(rest, at.today, Toward.PAST)
        refuse_out_of_order(at, day)
        return self._sent(at, letter, way, min(at.now, noon(day, at.zone)))

    def _sent(self, at: Situation, letter: Letter, way: str, sent_at: datetime) -> Turn:
        self._refuse_past_date(at, sent_at)
        self._refuse_locked(at)
        events: tuple[CaseEvent, ...] = (LetterSent(letter.id, way, sent_at),)
        events += self._offer(at)
        said = phrase(
            "letter.noted_sent", letter=self._name(), way=phrase(f"way.{way}")
        )
        plan = shown((Shown.SILENCE_PLAN,), at) if self.letter in SUBSTANTIVE else ()
        return Turn(events, (Paragraph(said, Tone.GOOD), *plan))

    def _refuse_past_date(self, at: Situation, sent_at: datetime) -> None:
        """InputError where the day named in the letter was over when it went out."""
        names = _DAY_IN.get(self.letter, ())
        days = (at.case.date_fact(name, at.case.exchange) for name in names)
        day = next((day for day in days if day), None)
        if day is not None and day < local_day(sent_at, at.zone):
            raise InputError("error.date_in_letter_passed", date=day)

    def _refuse_locked(self, at: Situation) -> None:
        """InputError for what waits for a yes, or for an answer to the objection."""
        what = _GIVES.get(self.letter)
        if what and needs_yes(at.case, what, at.profile, at.approvers):
            raise InputError("error.approval_first", approvers=at.approvers)
        is_final = self.letter is LetterKind.FINAL_LETTER
        if is_final and at.case.statements and at.case.answer_sent() is None:
            raise InputError("error.answer_before_final")

    def _offer(self, at: Situation) -> tuple[CaseEvent, ...]:
        case, subject = at.case, at.case.exchange
        remedy = remedy_offered(case)
        none = Money.zero(case.grid.currency) if remedy else None
        off = case.money_fact(FactName.AMOUNT_OFF, subject) or none
        until = case.date_fact(FactName.OFFER_EXPIRES_ON, subject)
        makes_one = self.letter in (LetterKind.GOODWILL_OFFER, LetterKind.MIXED_ANSWER)
        is_open = bool(at.disputed_as(Assessment.AMBIGUOUS))
        if not (makes_one and is_open) or off is None or until is None:
            return ()
        rest = case.grid.sum.due - case.grid.sum.conceded - off
        return (OfferMade(off, rest, until, remedy),)

    def _edited(self, at: Situation, letter: Letter, text: str) -> Turn:
        body = clean_text(text, LONGEST_TEXT)
        if not body:
            raise InputError("error.type_something")
        typed = Turn((FactForgotten(_EDITING, letter.id),))
        return typed + wording.edited(at, letter, body)

    def _skipped(self, letter: Letter, reason: str) -> Turn:
        if not reason:
            raise InputError("error.type_something")
        return Turn(
            (LetterSkipped(letter.id, reason), FactForgotten(_SKIPPING, letter.id)),
            (Paragraph(phrase("letter.noted_skipped", letter=self._name())),),
        )

    def _typing(self, at: Situation, what: str) -> Asked:
        asked = question(at, self, (option(at, "letter", "cancel"),), Typed.TEXT)
        prompt = phrase(f"letter.{what}", letter=self._name())
        hint = phrase(f"letter.{what}_hint")
        return Asked(replace(asked, prompt=prompt, hint=hint))

    def _shown(self, at: Situation, letter: Letter) -> LetterText[Phrase]:
        customer = at.case.customer
        return LetterText(
            letter.id,
            at.case.id,
            self._name(),
            letter.subject,
            letter.body,
            phrase("letter.note"),
            customer.email or "",
            customer.phone or "",
        )

    def _name(self) -> Phrase:
        return phrase(f"letter.kind.{self.letter}")

    def _form(self, at: Situation) -> LetterForm:
        wished = at.case.text_fact(_FORM, self.letter)
        return LetterForm(wished) if wished in self._known_forms() else self.forms[0]

    def _known_forms(self) -> Iterable[str]:
        return set(self.forms)

    def _letter(self, at: Situation) -> Letter | None:
        return at.case.letter(self.letter, letter_about(at, self.letter))

    def _remittance(self, at: Situation) -> str:
        """The remittance it is about; empty for letters about anything else."""
        return (at.subject or "") if self.letter in PER_PAYMENT else ""

    def _drafted(self, at: Situation) -> Letter:
        letter = self._letter(at)
        if letter is None:
            raise InputError("error.no_such_letter", letter=self.letter)
        return letter


def _other_language(at: Situation, letter: Letter) -> Iterator[Paragraph[Phrase]]:
    """Says that there is no such letter in the customer's language, or the owner's."""
    wanted = at.case.customer.language or at.profile.language
    there, asked = _base(letter.language), _base(wanted)
    if not letter.edited and asked not in ("", there):
        said = phrase(
            "letter.other_language",
            language=phrase(f"language.{there}|verbatim", text=there),
            wanted=phrase(f"language.{asked}|verbatim", text=asked),
        )
        yield Paragraph(said, Tone.CAUTION)


def _gist(at: Situation, letter: Letter) -> Iterator[Paragraph[Phrase]]:
    """What a draft in another language than the owner's says (F-Q1).

    Words of the owner's own are known to them, and the note may no longer be true.
    """
    if not letter.edited and _base(letter.language) != _base(at.profile.language):
        gist = phrase(f"{at.playbook}:letter.gist.{letter.kind}", **at.values())
        yield Paragraph(phrase("letter.gist", gist=gist))


def _base(language: str) -> str:
    """`de` for `de_CH` and `de-CH`."""
    return language.replace("-", "_").partition("_")[0].casefold()


def _on_paper(at: Situation, letter: Letter) -> str:
    """The command that gives the letter as a file."""
    return f"paper {at.case.id} {letter.id}"

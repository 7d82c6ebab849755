"""The record of a case: its letters, its timeline, and the gaps in its proof."""

from assistant.advice.evidence_set import evidence_set
from assistant.chat.replies import (
    Check,
    Checklist,
    Item,
    Listing,
    Phrase,
    Tone,
    phrase,
)
from assistant.domain.assessment import (
    YES_SPOKEN,
    missing_proofs,
    needed_proofs,
    proof_answer,
)
from assistant.domain.case import Case, CaseEvent, Entry
from assistant.domain.case_events import (
    Assigned,
    Conceded,
    Credited,
    DisputeSet,
    EvidenceAdded,
    EvidenceWaived,
    LetterSent,
    LetterSkipped,
    NoteAdded,
    OfferMade,
    PaymentReceived,
    ReplyReceived,
    StatementReceived,
    WrittenOff,
)
from assistant.domain.events.endings import active_entries
from assistant.domain.evidence import EvidenceItem, EvidenceKind
from assistant.domain.letters import Letter
from assistant.domain.money import total
from assistant.domain.summary import WhoseTurn
from assistant.playbook.fact_sheet import fact_sheet
from assistant.usecases.turns import time_with
from assistant.usecases.visit import Visit

# Answers, drafts and what only the conversation needs: no part of the story.
_QUIET = frozenset(
    "fact_recorded fact_forgotten question_answered question_revisited letter_drafted"
    " letter_edited invoice_described customer_described notice_seen snoozed"
    " hold_reviewed objection_settled action_refused money_reported"
    " money_withdrawn".split()
)
_SPOKEN = frozenset({EvidenceKind.STATEMENT, EvidenceKind.CALL_NOTE})
_EXCERPT = 80  # characters of a text that a line of the timeline shows
_FINGERPRINT = 12  # characters of a hash: enough to compare two files by eye


def show_letters(visit: Visit, case: Case) -> None:
    """The register: every letter with when it went out, how and by whom (F-B3)."""
    by = {
        entry.event.letter_id: entry.by
        for entry in active_entries(case.entries)
        if isinstance(entry.event, LetterSent)
    }
    items = tuple(
        Item(phrase(f"letter.kind.{letter.kind}"), _fate(letter, by.get(letter.id, "")))
        for letter in case.letters
    )
    title = phrase("register.title", case=case.id)
    visit.say(Listing(title, items, phrase("register.empty")))


def show_timeline(visit: Visit, case: Case) -> None:
    """What happened, in order; what was undone is left out (F-E16).

    Notes are left out too where others read along: they are only ours (rule 9).
    """
    is_shared = not visit.event.place.is_private
    quiet = _QUIET | ({NoteAdded.kind} if is_shared else set())
    items = tuple(
        Item(
            phrase("timeline.item", at=entry.at, what=phrase(f"event.{kind}")),
            _told(case, entry) or phrase("timeline.by", by=entry.by),
        )
        for entry in active_entries(case.entries)
        if (kind := entry.event.kind) not in quiet and not _is_said_twice(entry.event)
    )
    visit.say(Listing(phrase("timeline.title", case=case.id), items))
    _say_turns(visit, case)


def _say_turns(visit: Visit, case: Case) -> None:
    """How long it lay with whom; others only where it lay with them (F-K3)."""
    spent = time_with(visit, case)
    outside = spent[WhoseTurn.THIRD_PARTY]
    visit.tell(
        "timeline.turns_outside" if outside else "timeline.turns",
        customer=case.customer.name or phrase("customer.unnamed"),
        us=spent[WhoseTurn.US],
        theirs=spent[WhoseTurn.CUSTOMER],
        outside=outside,
    )


def show_facts(visit: Visit, case: Case) -> None:
    """The fact sheet of the job: discussed, found, approved, done (F-E11).

    It says what was never approved, so it is for whoever asked alone.
    """
    with visit.addressed(visit.privately):
        visit.say(fact_sheet(visit.situation(case)))


def say_gaps(visit: Visit, case: Case) -> None:
    """What no paper shows yet, and what rests on spoken words only (F-E14)."""
    here = visit.situation(case)
    for row in case.contested_rows():
        line = here.about(row.id).values()["line"]
        answers = {p: proof_answer(case, p, row.id) for p in needed_proofs(case)}
        weak = [proof for proof, said in answers.items() if said == YES_SPOKEN]
        gaps = [p for p in missing_proofs(case, row.id) if p not in weak]
        for key, proofs in (("gap", gaps), ("weak", weak)):
            if proofs:
                names = tuple(phrase(f"proof.{proof}") for proof in proofs)
                visit.tell(f"evidence.{key}", Tone.CAUTION, line=line, proofs=names)


def say_set(visit: Visit, case: Case) -> None:
    """What together usually carries a claim once a part was paid (F-I10, K6)."""
    held = evidence_set(case)
    if not held:
        return
    checks = tuple(
        Check(
            phrase(f"evidence_set.{each.strand}"),
            each.is_there,
            phrase("value", value=tuple(item.name for item in each.papers))
            if each.papers
            else None,
        )
        for each in held
    )
    visit.say(Checklist(phrase("evidence_set.title"), checks))
    visit.tell("evidence_set.caution")


def paper(item: EvidenceItem) -> Phrase:
    """A paper's name, when and by whom it was added, its fingerprint, what it shows.

    Words that somebody spoke or typed have no name of their own.
    """
    values = {"name": item.name, "at": item.added_at, "by": item.added_by}
    said = phrase("evidence.spoken" if _is_spoken(item) else "evidence.named", **values)
    if item.sha256 is not None:
        short = item.sha256[:_FINGERPRINT]
        said = phrase("evidence.file", fingerprint=short, **values)
    if item.proves:
        return phrase("evidence.shows", paper=said, proves=item.proves)
    return said


def _is_spoken(item: EvidenceItem) -> bool:
    return item.kind in _SPOKEN and item.sha256 is None


def _fate(letter: Letter, by: str) -> Phrase:
    if letter.sent_at is not None:
        way = phrase(f"way.{letter.channel}")
        return phrase("register.sent", way=way, at=letter.sent_at, by=by)
    if letter.skipped_because is not None:
        return phrase("register.unsent", reason=letter.skipped_because)
    return phrase("register.draft")


def _is_said_twice(event: CaseEvent) -> bool:
    """The customer's words are told as such, and not again as a paper."""
    return isinstance(event, EvidenceAdded) and event.evidence in _SPOKEN


def _told(case: Case, entry: Entry) -> Phrase | None:
    """What a line of the timeline says beside the kind of event, if anything."""
    match entry.event:
        case StatementReceived(text=text) | NoteAdded(text=text):
            return _excerpt(text)
        case EvidenceAdded(name=name) | Assigned(person=name):
            return phrase("value", value=name)
        case EvidenceWaived(evidence=kind):
            return phrase(f"evidence.kind.{kind}")
        case ReplyReceived(reply=reply):
            return phrase(f"option.{reply}")
        case LetterSent(letter_id=letter_id, channel=channel):
            letter = phrase(f"letter.kind.{case.letter_by_id(letter_id).kind}")
            way = phrase(f"way.{channel}")
            return phrase("timeline.letter", letter=letter, way=way)
        case LetterSkipped(letter_id=letter_id):
            return phrase(f"letter.kind.{case.letter_by_id(letter_id).kind}")
        case _:
            return _sum_told(case, entry.event)


def _sum_told(case: Case, event: CaseEvent) -> Phrase | None:
    match event:
        case OfferMade(amount_off=amount, expires_on=date):
            return phrase("timeline.offer", amount=amount, date=date)
        case Credited(shares=shares):
            credited = total([share for _, share in shares], case.grid.currency)
            return phrase("value", value=credited)
        case (
            DisputeSet(amount=amount)
            | Conceded(amount=amount)
            | WrittenOff(amount=amount)
            | PaymentReceived(amount=amount)
        ):
            return phrase("value", value=amount)
        case _:
            return None


def _excerpt(text: str) -> Phrase:
    line = " ".join(text.split())
    short = line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…"
    return phrase("value", value=short)

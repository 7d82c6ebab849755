"""What was read in the customer's words, as answers to propose: a guess to confirm.

A reading never becomes a fact by itself. It is turned into answers to steps of the
case's playbook, tried on the case without keeping them, and shown in one question.
Only the owner's yes records them, in a turn of their own, so that undo takes them back.
Nothing of it is stored in between: the same words always give the same proposal.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from email.utils import parseaddr

from assistant.chat.replies import (
    Card,
    Field,
    Option,
    Paragraph,
    Phrase,
    Question,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import CustomerDescribed, FactRecorded
from assistant.domain.facts import NOT_SURE
from assistant.domain.letters import FIRST_WORDS
from assistant.domain.money import Money
from assistant.domain.reasons import REASON_OF, Reason, SubReason
from assistant.domain.typed import clean_text
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.playbook.steps.base import answer_in_words
from assistant.playbook.turn import Answer, Chosen
from assistant.playbook.turn import Typed as TypedAnswer
from assistant.reading.clauses import clause_of
from assistant.reading.finding import (
    CounterOffer,
    Finding,
    NonDisputeKind,
    OfferBasis,
    Slots,
)
from assistant.reading.messages import read_message
from assistant.reading.reply_card import read_reply_card
from assistant.usecases.visit import Visit

READING = "reading.case"
OPTIONS = (
    Option("yes", phrase("reading.yes")),
    Option("no", phrase("reading.ask_me")),
)
MAIL, OUTLOOK = "message/rfc822", "application/vnd.ms-outlook"
MAILS = (MAIL, OUTLOOK)
_CAUTIONS = ("full_and_final", "partial_payment", "legal_threat", "insolvency")
_LATE = (NonDisputeKind.DELAY_PROMISE, NonDisputeKind.NON_PAYMENT)
_REPLIES = ("reply", "late_reply")
_SPECIFICS = ("first_answer", "second_answer")
_MOST_WORDS = 2
_SHORTEST_COMPLAINT = 25  # characters
_CODE = 3  # letters of a currency's code; a bare sign is shorter
Guess = tuple[str, Answer]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Answers that the words give, checked against the playbook.

    kind: which question to ask: `objects`, `only_late`, `paid`, `answered`.
    events: what a yes records; fields: what it would record, in words.
    is_worth_asking: whether it saves the owner more than the one tap it costs.
    """

    kind: str
    events: tuple[CaseEvent, ...]
    fields: tuple[Field[Phrase], ...]
    is_worth_asking: bool


def is_complaint(text: str) -> bool:
    """Whether this is an objection beyond doubt, and no name, address or place."""
    if len(text) < _SHORTEST_COMPLAINT:
        return False
    finding = read_message(clean_text(text, LONGEST_TEXT))
    return finding.is_dispute and not finding.unsure


def offer(visit: Visit, case: Case) -> bool:
    """Read the latest words of the customer; ask whether it was read right.

    Says at once what must not wait. Returns whether a question was asked.
    """
    finding = read_message(case.statements[-1].text)
    say_cautions(visit, finding)
    proposal = propose(visit, case, finding)
    if not proposal.is_worth_asking:
        return False
    visit.conversation = visit.conversation.about(case.id).asks(READING)
    if len(proposal.fields) > 1 or proposal.kind == "answered":
        visit.say(Card(phrase("reading.title"), proposal.fields))
    prompt = asks(proposal.kind, finding, case)
    visit.say(
        Question(
            READING,
            prompt,
            OPTIONS,
            phrase("reading.why"),
            Typed.LINE,  # the next answer may be typed instead of a yes or no
            case_id=case.id,
        )
    )
    return True


def asks(kind: str, finding: Finding, case: Case | None = None) -> Phrase:
    """The question whether it was read right, with the words that say so."""
    name = case.customer.name if case else None
    customer = name or phrase("customer.unnamed")
    return phrase(
        f"reading.{kind}.ask", customer=customer, words=telling(finding, kind)
    )


def telling(finding: Finding, kind: str = "objects") -> tuple[Phrase, ...]:
    """The clauses in which the words stand that decided (F-A2).

    Of an answered reply card what they expected and what they got: clauses would run
    from one numbered blank into the next.
    """
    card = read_reply_card(finding.own_text)
    if kind == "objects" and card.expected and card.received:
        answers = (card.expected, card.received)
        return tuple(phrase("reading.quoted", text=answer) for answer in answers)
    because = finding.because
    ground = f"category {finding.categories[0]}" if finding.categories else ""
    first = "full_and_final" if kind == "tender" else "claim"
    names = (first, ground, "is_dispute", "non_dispute_kind")
    words = next((because[name] for name in names if because.get(name)), ())
    clauses = [clause_of(finding.own_text, each) for each in words[:_MOST_WORDS]]
    kept = [c for c in dict.fromkeys(clauses) if not _is_inside(c, clauses)]
    shown = tuple(phrase("reading.quoted", text=clause) for clause in kept)
    return shown or (phrase("reading.quoted", text=finding.own_text[:80]),)


def objection(text: str) -> Phrase | None:
    """What words that nobody asked about object to; None unless it is rather plain."""
    finding = read_message(text)
    if not finding.is_dispute or finding.unsure:
        return None
    ground = finding.categories[0] if finding.categories else Reason.OTHER
    return phrase(f"reading.unasked.{ground}", words=telling(finding))


def say_cautions(visit: Visit, finding: Finding) -> None:
    """What may not wait for an answer: above all, bank nothing yet (K7, K14)."""
    for name in _CAUTIONS:
        if getattr(finding.mentions, name):
            words = finding.because.get(name, ())[:1]
            shown = tuple(
                phrase("reading.quoted", text=clause_of(finding.own_text, each))
                for each in words
            )
            visit.tell(f"reading.caution.{name}", Tone.CAUTION, words=shown)
    wish = finding.mentions.counter_offer
    if wish:
        sum_named = _sum_named(visit, wish)
        visit.say(Paragraph(phrase(f"reading.offer.{wish.basis}", amount=sum_named)))


def _sum_named(visit: Visit, wish: CounterOffer) -> Money | str:
    """The figure they name, as money of theirs or of the business; else as it stands.

    A bare dollar sign is the dollar of the business, where it reckons in one.
    """
    currency = visit.business.profile.currency
    if len(wish.currency) == _CODE:
        currency = wish.currency
    elif wish.currency and not currency.endswith("D"):
        return wish.amount
    try:
        return Money.of(Decimal(wish.amount), currency)
    except (InvalidOperation, ValueError):  # a percentage, or parts of a yen
        return wish.amount


def propose(visit: Visit, case: Case, finding: Finding) -> Proposal:
    """The answers that the latest words give to questions still open."""
    here = engine.position(visit.playbook(case), visit.situation(case))
    waiting = here.step.id if here else ""
    text = case.statements[-1].text
    card = read_reply_card(text) if _awaits_card(case) else Slots()
    kind, guesses = _guesses(visit, case, finding, card, waiting)
    events, fields, after = _tried(visit, case, guesses)
    taken = {event.name for event in events if isinstance(event, FactRecorded)}
    events += _their_words(visit, after, text, taken)
    sender, shown = _sender(case)
    is_worth = bool(
        taken & {"reason", "paid_already", "counter_amount", *_REPLIES, *_SPECIFICS}
        or (card != Slots() and any(name.startswith("slot_") for name in taken))
        or (after.is_specific and not case.is_specific)
    )
    return Proposal(kind, sender + events, shown + fields, is_worth)


def _guesses(
    visit: Visit, case: Case, finding: Finding, card: Slots, waiting: str
) -> tuple[str, list[Guess]]:
    """Which question to ask, and the answers the words give."""
    kind = finding.non_dispute_kind
    is_sure = not finding.unsure
    pays = kind in (NonDisputeKind.PAYMENT_NOTICE, NonDisputeKind.DELAY_PROMISE)
    if waiting in _REPLIES:
        answer = _reply(finding)
        guesses = [(waiting, Chosen(answer))] if answer and is_sure else []
        return "answered", [*guesses, *_counter(visit, case, finding)]
    if waiting == "counter_amount":
        return "answered", _counter(visit, case, finding)
    if finding.is_dispute or card != Slots():
        return "objects", _objection(visit, case, finding, card)
    if waiting in _SPECIFICS:
        is_over = pays and is_sure
        return "answered", [(waiting, Chosen("drops_it"))] if is_over else []
    if kind in _LATE and is_sure:
        return "only_late", [("reason", Chosen("only_late"))]
    if kind is NonDisputeKind.PAYMENT_NOTICE and is_sure:
        paid = "part" if finding.mentions.partial_payment else "all"
        return "paid", [("paid_already", Chosen(paid))]
    return "objects", []


def _reply(finding: Finding) -> str:
    """Which answer to our letter it is; empty when the words do not tell."""
    if finding.mentions.counter_offer:
        return "counters"
    if finding.is_dispute:
        return "objects"
    answers = {
        NonDisputeKind.PAYMENT_NOTICE: "paid",
        NonDisputeKind.DELAY_PROMISE: "agrees",
    }
    return answers.get(finding.non_dispute_kind, "") if finding.non_dispute_kind else ""


def _counter(visit: Visit, case: Case, finding: Finding) -> list[Guess]:
    wish = finding.mentions.counter_offer
    if wish is None or wish.basis is not OfferBasis.TOTAL:
        return []
    return _amount(visit, case, "counter_amount", wish.amount)


def _objection(visit: Visit, case: Case, finding: Finding, card: Slots) -> list[Guess]:
    """Reason, finer reason and slots; a filled reply card beats what was read."""
    guesses: list[Guess] = []
    reason = case.text_fact("reason")
    if reason in ("", NOT_SURE) and finding.categories and not finding.unsure:
        reason = str(finding.categories[0])
        guesses.append(("reason", Chosen(reason)))
    finer = [s for s in finding.sub_reasons if REASON_OF[SubReason(s)] == reason]
    guesses += [("sub_reason", Chosen(str(sub))) for sub in finer[:1]]
    slots = card if card != Slots() else finding.slots
    if card == Slots() and not finding.specific:
        return guesses
    for name in ("line", "expected", "received"):
        guesses += _words(f"slot_{name}", getattr(slots, name))
    if slots.amount:
        guesses += _amount(visit, case, "slot_amount", slots.amount)
    return guesses + _words("slot_outcome", slots.outcome)


def _words(step: str, words: str | None) -> list[Guess]:
    return [(step, TypedAnswer(words))] if words else []


def _amount(visit: Visit, case: Case, step: str, words: str) -> list[Guess]:
    """An amount in the words; none where they name several or another currency."""
    habits = visit.situation(case).habits
    try:
        habits.amount(words, case.grid.currency)
    except InputError as error:
        found = read_message(words).mentions.amounts
        if error.phrase == "error.amount_currency" or len(found) != 1:
            return []
        words = f"{found[0]:.2f}"
    return [(step, TypedAnswer(words))]


def _tried(
    visit: Visit, case: Case, guesses: list[Guess]
) -> tuple[tuple[CaseEvent, ...], tuple[Field[Phrase], ...], Case]:
    """Each answer taken in order; one that the playbook refuses is left out."""
    events: list[CaseEvent] = []
    fields: list[Field[Phrase]] = []
    for step, said in guesses:
        at = visit.situation(case)
        try:
            taken = engine.answer_early(visit.playbook(case), at, step, said)
            case = visit.grown(case, *taken)
        except InputError:
            continue
        events += taken
        facts = [e for e in taken if isinstance(e, FactRecorded) and e.name == step]
        for fact in facts:
            value = answer_in_words(at, step, fact.value)
            label = phrase(f"reading.field.{step}")
            fields.append(Field(label, phrase("value", value=value)))
    return tuple(events), tuple(fields), case


def _their_words(
    visit: Visit, after: Case, text: str, taken: set[str]
) -> tuple[CaseEvent, ...]:
    """An objection that came as a text need not be pasted once more."""
    is_known = visit.playbook(after).step("their_words") is not None
    if not is_known or not taken & set(_REPLIES):
        return ()
    return (FactRecorded("their_words", text, after.exchange),)


def _awaits_card(case: Case) -> bool:
    """The first letter carried the blanks, so this may be the answer to it."""
    was_asked = any(case.was_sent(kind) for kind in FIRST_WORDS)
    return was_asked and not case.is_specific


def _sender(case: Case) -> tuple[tuple[CaseEvent, ...], tuple[Field[Phrase], ...]]:
    """Name and address from an e-mail, where the case does not have them yet."""
    last = case.evidence.items[-1:] and [
        item for item in case.evidence.items if item.media_type in MAILS
    ]
    name, address = parseaddr(last[-1].proves) if last else ("", "")
    known = case.customer
    name = "" if known.name else name[:200]
    address = "" if known.email or "@" not in address else address[:254]
    if not name and not address:
        return (), ()
    event = CustomerDescribed(name=name or None, email=address or None)
    shown = phrase("value", value=" ".join(filter(None, (name, address))))
    return (event,), (Field(phrase("reading.field.customer"), shown),)


def _is_inside(clause: str, others: list[str]) -> bool:
    return any(clause != other and clause in other for other in others)

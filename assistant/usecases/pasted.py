"""A customer's words outside a case: read, confirmed in a tap, and a case begins.

Only an objection opens a case (S1-9). "Not sure" opens one too: the hold costs little,
a reminder to somebody who objects costs a lot, and the case asks what it is.
"""

from assistant.chat.replies import (
    Card,
    Field,
    Option,
    Phrase,
    Question,
    Tone,
    phrase,
)
from assistant.domain.typed import clean_text
from assistant.errors import InputError
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.reading.finding import Finding, NonDisputeKind
from assistant.reading.messages import read_message
from assistant.usecases import opening, proposing
from assistant.usecases.opening import Opening
from assistant.usecases.talking import control_word
from assistant.usecases.visit import Visit

KIND, READ = "opening.kind", "opening.read"
_KINDS = (
    *(
        Option(name, phrase(f"opening.kind.{name}"))
        for name in ("objects", "only_late", "neither")
    ),
    Option("not_sure", phrase("option.not_sure")),
)
_YES, _NO = Option("yes", phrase("reading.yes")), Option("no", phrase("reading.no"))
_PARTLY = Option("partly", phrase("reading.partly"))
_OBJECTS = Option("no", phrase("reading.they_object"))
_NOT_SURE = Option("not_sure", phrase("option.not_sure"))
_OPTIONS = {
    "objects": (_YES, _PARTLY, _NO),
    "tender": (
        Option("yes", phrase("reading.open_case")),
        Option("no", phrase("reading.all_paid")),
        _NOT_SURE,
    ),
}
_OTHERS = (Option("yes", phrase("option.yes")), _OBJECTS, _NOT_SURE)
_KIND_OF = {
    NonDisputeKind.DELAY_PROMISE: "only_late",
    NonDisputeKind.NON_PAYMENT: "only_late",
    NonDisputeKind.PAYMENT_NOTICE: "paid",
    NonDisputeKind.QUESTION: "question",
    NonDisputeKind.SCHEDULING: "scheduling",
    NonDisputeKind.THANKS: "neither",
    NonDisputeKind.OTHER: "neither",
}
_NEW_PASTE = 60  # characters; no answer to a question with buttons is as long


def text_came(visit: Visit, text: str, **mail: str) -> None:
    """Text outside a case: read it, and ask whether it was read right.

    mail: `Opening`'s fields of an e-mail, when the text came as one.
    """
    pasted = clean_text(text, LONGEST_TEXT)
    if not pasted:
        raise InputError("error.type_something")
    visit.conversation = visit.conversation.about("").asks(
        KIND, statement=pasted, **mail
    )
    finding = read_message(pasted)
    proposing.say_cautions(visit, finding)
    kind = _kind(finding)
    if not kind:
        _ask_kind(visit)
        return
    visit.conversation = visit.conversation.asks(READ)
    fields = _fields(visit) if kind == "objects" else ()
    if fields:
        visit.say(Card(phrase("reading.title"), fields))
    visit.say(
        Question(
            READ,
            proposing.asks(kind, finding),
            _OPTIONS.get(kind, _OTHERS),
            phrase("reading.why"),
        )
    )


def answer_read(visit: Visit, text: str) -> None:
    """Was it read right? A yes to an objection opens the case with what was read."""
    draft = dict(visit.conversation.draft)
    kind = _kind(read_message(draft["statement"]))
    if _is_left(visit, text):
        return
    choice = visit.picked(_OPTIONS.get(kind, _OTHERS), text)
    match kind, choice:
        case "objects", "yes":
            _begin(visit, number=_number(visit), is_confirmed="yes")
        case "objects", "no":
            _ask_kind(visit)
        case "tender", "no":
            _leave(visit, "paid")
        case (_, "not_sure"):
            visit.tell("opening.to_be_safe")
            _begin(visit)
        case "objects" | "tender", _:
            _begin(visit)
        case _, "yes":
            _leave(visit, kind)
        case _:
            _begin(visit)


def answer_kind(visit: Visit, text: str) -> None:
    """Objects, or just late? The owner says it where the reading is not sure."""
    if _is_left(visit, text):
        return
    match visit.picked(_KINDS, text):
        case "objects":
            _begin(visit)
        case "not_sure":
            visit.tell("opening.to_be_safe")
            _begin(visit)
        case kind:
            _leave(visit, kind)


def _is_left(visit: Visit, text: str) -> bool:
    """Whether the question was left: by a control word, or by pasting something new."""
    if control_word(visit, text) in ("stop", "undo", "back"):
        _leave(visit, "neither")
        return True
    if len(text) > _NEW_PASTE:
        text_came(visit, text)
        return True
    return False


def _leave(visit: Visit, kind: str) -> None:
    visit.conversation = visit.conversation.about("")
    visit.tell(f"opening.{kind}")


def _ask_kind(visit: Visit) -> None:
    finding = read_message(visit.conversation.draft["statement"])
    if finding.unsure and finding.own_text:
        words = proposing.telling(finding)
        visit.tell("reading.unsure", Tone.PLAIN, words=words)
    visit.conversation = visit.conversation.asks(KIND)
    prompt, why = phrase(f"{KIND}.ask"), phrase(f"{KIND}.why")
    visit.say(Question(KIND, prompt, _KINDS, why))


def _begin(visit: Visit, number: str = "", is_confirmed: str = "") -> None:
    """Open the case at once where the invoice is known, else ask for it."""
    draft = {**visit.conversation.draft, "is_confirmed": is_confirmed}
    if number:
        opening.open_case(visit, Opening(number, **opening.from_draft(draft)))
    else:
        opening.ask_invoice(visit, **draft)


def _kind(finding: Finding) -> str:
    """Which question to ask; empty where the reading is not sure."""
    if finding.mentions.full_and_final and not finding.is_dispute:
        return "tender"
    if finding.unsure or finding.non_dispute_kind is None:
        return "objects" if finding.is_dispute and not finding.unsure else ""
    return _KIND_OF[finding.non_dispute_kind]


def _number(visit: Visit) -> str:
    """The one invoice that the text names; empty for none or several."""
    numbers = opening.numbers_in(visit, visit.conversation.draft)
    return numbers[0] if len(numbers) == 1 else ""


def _fields(visit: Visit) -> tuple[Field[Phrase], ...]:
    """What a yes would record, tried on a case that is not kept."""
    number = _number(visit)
    draft = opening.from_draft(visit.conversation.draft)
    case = opening.begun(visit, "", Opening(number, **draft))
    finding = read_message(case.statements[-1].text)
    shown = proposing.propose(visit, case, finding).fields
    named = phrase("value", value=number)
    invoice = (Field(phrase("reading.field.invoice"), named),) if number else ()
    return (*invoice, *shown)

"""Somebody else's words, handed over: a forwarded or shared message (F-A2).

They are the customer's, never an answer of the person who hands them over. In the
thread of a case they belong to it; elsewhere, with a case in focus, one tap says which
dispute they are about.
"""

from datetime import datetime

from assistant.chat.events import Origin
from assistant.chat.replies import Option, Phrase, Question, Tone, phrase
from assistant.domain.case import Case
from assistant.domain.typed import clean_text
from assistant.errors import InputError
from assistant.playbook.records import statement_events
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.usecases import pasted, talking
from assistant.usecases.origins import as_draft, written
from assistant.usecases.visit import Visit

WHERE = "forwarded.where"


def came(visit: Visit, text: str, origin: Origin) -> None:
    """Take the words with who wrote them and when."""
    words = clean_text(text, LONGEST_TEXT)
    if not words:
        raise InputError("error.type_something")
    draft = as_draft(origin)
    case = _case_in_focus(visit)
    if case is not None and visit.event.place.case_id:
        _joins(visit, case, words, draft)
    elif case is not None:
        visit.conversation = visit.conversation.asks(WHERE, statement=words, **draft)
        visit.say(_question(case))
    else:
        _begins(visit, words, draft)


def answer_where(visit: Visit, text: str) -> None:
    """This case, or another dispute."""
    case = visit.case_here()
    draft = dict(visit.conversation.draft)
    words = draft.pop("statement")
    if visit.picked(_question(case).options, text) == "here":
        _joins(visit, case, words, draft)
    else:
        _begins(visit, words, draft)


def _case_in_focus(visit: Visit) -> Case | None:
    if not visit.conversation.case_id:
        return None
    case = visit.case_here()
    return None if case.is_closed else case


def _joins(visit: Visit, case: Case, words: str, draft: dict[str, str]) -> None:
    by = written(visit, draft)
    events = statement_events(words, case.statements, by=by)
    talking.words_came(visit, case, events)


def _begins(visit: Visit, words: str, draft: dict[str, str]) -> None:
    if draft["author"]:
        at = datetime.fromisoformat(draft["written_at"])
        visit.tell("forwarded.from", Tone.PLAIN, author=draft["author"], at=at)
    pasted.text_came(visit, words, **draft)


def _question(case: Case) -> Question[Phrase]:
    customer = case.customer.name or phrase("customer.unnamed")
    values = {"case": case.id, "customer": customer}
    options = (
        Option("here", phrase("forwarded.where.here", **values)),
        Option("another", phrase("forwarded.where.another")),
    )
    prompt, why = phrase("forwarded.where.ask", **values), phrase("forwarded.where.why")
    return Question(WHERE, prompt, options, why)

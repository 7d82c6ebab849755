"""Leaving a question, and the rights over one's data: what is kept, and its end."""

from assistant.chat.commands import Command
from assistant.chat.replies import Option, Phrase, Question, Tone, phrase
from assistant.domain.business import Role
from assistant.errors import InputError
from assistant.usecases import team
from assistant.usecases.visit import Visit

PRIVACY = ("what", "why", "where", "how_long", "who", "your_rights")
CANCEL, DELETE = "cancel.question", "delete.confirm"
_CANCEL = (
    Option("leave", phrase("cancel.question.leave")),
    Option("stay", phrase("cancel.question.stay")),
)


def cancel(visit: Visit, _: Command) -> None:
    """Ask whether to leave what is going on; nothing that was answered is lost."""
    here = visit.conversation
    if not here.asking and not here.case_id:
        visit.tell("cancel.nothing")
        return
    draft = {"before": here.asking} if here.asking != CANCEL else {}
    visit.conversation = here.asks(CANCEL, **draft)
    prompt = phrase("cancel.question.ask", case=here.case_id or phrase("cancel.this"))
    visit.say(Question(CANCEL, prompt, _CANCEL, phrase("cancel.question.why")))


def answer_cancel(visit: Visit, text: str) -> None:
    """Leave it for later, or go on where it was."""
    if visit.picked(_CANCEL, text) == "leave":
        visit.conversation = visit.conversation.about("")
        visit.tell("cancel.left", Tone.GOOD)
        return
    before = visit.conversation.draft.get("before", "")
    visit.conversation = visit.conversation.asks(before)
    if not before and visit.conversation.case_id:
        visit.show_question(visit.case_here())
    else:
        visit.tell("cancel.stayed")


def privacy(visit: Visit, _: Command) -> None:
    """What is stored, why, how long, where, and how to have it deleted."""
    for name in PRIVACY:
        visit.tell(f"privacy.{name}")


def delete(visit: Visit, command: Command) -> None:
    """`delete` or `delete CASE`: says what would go, and asks."""
    if not team.may(visit, Role.OWNER):
        team.refuse_unless_owner(visit)
    case_id = command.rest.strip()
    ids = [summary.case_id for summary in visit.summaries()]
    if case_id and case_id.casefold() not in {each.casefold() for each in ids}:
        raise InputError("error.case_not_found", case=case_id)
    chosen = next((i for i in ids if i.casefold() == case_id.casefold()), "")
    visit.conversation = visit.conversation.about("").asks(DELETE, case=chosen)
    visit.say(_question(visit, chosen))


def answer_delete(visit: Visit, text: str) -> None:
    """Delete for good, or keep; a second press finds nothing to do."""
    case_id = visit.conversation.draft["case"]
    if visit.picked(_question(visit, case_id).options, text) == "keep":
        visit.conversation = visit.conversation.about("")
        visit.tell("delete.kept", Tone.GOOD)
        return
    done = visit.office.erase(visit.business.id, case_id)
    visit.start_anew(is_business_gone=not case_id)
    visit.tell("delete.done", Tone.GOOD, cases=done.cases, files=done.files)
    for place in done.out_of_reach:
        visit.tell(f"delete.copies.{place}")


def _question(visit: Visit, case_id: str) -> Question[Phrase]:
    cases = [s for s in visit.summaries() if case_id in ("", s.case_id)]
    values = {
        "count": len(cases),
        "case": case_id,
        "amounts": tuple(s.due for s in cases if s.due)[:5] or phrase("delete.no_sum"),
        "customers": tuple(s.customer for s in cases if s.customer)[:5],
    }
    if case_id:
        ask = phrase("delete.one.ask", **values)
        go = phrase("delete.one.delete", **values)
    else:
        ask = phrase("delete.all.ask", **values)
        go = phrase("delete.all.delete", **values)
    options = (Option("delete", go), Option("keep", phrase("delete.keep")))
    return Question(DELETE, ask, options)

"""Lists of cases: by next deadline, filtered, and what is overdue on opening."""

from datetime import datetime

from assistant.chat.commands import Command
from assistant.chat.matching import folded
from assistant.chat.replies import (
    Item,
    Listing,
    Option,
    Paragraph,
    Phrase,
    Question,
    Tone,
    phrase,
)
from assistant.domain.money import Money
from assistant.domain.summary import CaseSummary, WhoseTurn
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.usecases.cards import overdue
from assistant.usecases.visit import Visit

PAGE = 10
_FILTERS = ("open", "closed", "overdue", "all", "us", "customer")


def list_cases(visit: Visit, command: Command) -> None:
    """`list [FILTER] [PAGE]`: open cases by next deadline, or what the filter says."""
    words = list(command.words)
    is_paged = bool(words) and words[-1].isdecimal() and len(words[-1]) < 7
    page = int(words.pop()) if is_paged else 1
    wanted = folded(" ".join(words)) or "open"
    found = [s for s in _all(visit) if _matches(s, wanted, visit.now)]
    if not found and wanted not in _FILTERS:
        raise InputError("error.nothing_found", text=" ".join(words))
    start = (max(1, page) - 1) * PAGE
    items = tuple(_item(visit, summary) for summary in found[start : start + PAGE])
    is_last = start + PAGE >= len(found)
    more = "" if is_last else f"list {wanted} {page + 1}"
    title = phrase("list.title", count=len(found))
    visit.say(Listing(title, items, phrase("list.empty"), more))
    if items:
        _total_at_stake(visit, found)


def greet_back(visit: Visit) -> None:
    """On opening: what is overdue, what lapsed meanwhile, and "continue?"."""
    open_cases = [summary for summary in _all(visit) if not summary.is_closed]
    for summary in open_cases:
        _catch_up(visit, summary.case_id)
    if not open_cases:
        visit.tell("welcome.nothing_open")
        return
    visit.tell("welcome.back", count=len(open_cases))
    late = [s for s in open_cases if s.next_due_at and s.next_due_at < visit.now]
    if late:
        items = tuple(_item(visit, summary) for summary in late[:PAGE])
        visit.say(Listing(phrase("list.overdue", count=len(late)), items))
    _offer_to_continue(visit, open_cases)


def say_overdue(visit: Visit) -> None:
    """Time passed: tell each deadline that became late, once."""
    for summary in _all(visit):
        if not summary.is_closed:
            _catch_up(visit, summary.case_id)


def _catch_up(visit: Visit, case_id: str) -> None:
    case = visit.load(case_id)
    case = visit.take(case, engine.time_passed(visit.situation(case)))
    customer = case.customer.name or phrase("customer.unnamed")
    for due in overdue(visit, case):
        said = phrase(
            f"late.{due.kind}|late.any",
            deadline=phrase(f"deadline.{due.kind}"),
            customer=customer,
            case=case.id,
            at=due.due_at,
        )
        notice = f"late:{due.kind}:{due.due_at:%Y-%m-%dT%H:%M}"
        if notice not in case.seen_notices:
            case = visit.once(case, notice, Paragraph(said, Tone.CAUTION))


def _offer_to_continue(visit: Visit, open_cases: list[CaseSummary]) -> None:
    in_focus = visit.conversation.case_id
    ids = [summary.case_id for summary in open_cases]
    case_id = in_focus if in_focus in ids else ids[0]
    options = (
        Option("continue", phrase("welcome.continue", case=case_id), f"show {case_id}"),
        Option("list", phrase("button.list"), "list"),
        Option("open", phrase("button.open"), "open"),
    )
    prompt = phrase("welcome.continue_ask", case=case_id)
    visit.say(Question(key="welcome", prompt=prompt, options=options))


def _all(visit: Visit) -> list[CaseSummary]:
    """Every case, by next deadline; those without one last."""
    summaries = visit.office.cases.summaries(visit.business.id)
    return sorted(
        summaries,
        key=lambda s: (s.next_due_at is None, s.next_due_at or visit.now, s.case_id),
    )


def _matches(summary: CaseSummary, wanted: str, now: datetime) -> bool:
    match wanted:
        case "open":
            return not summary.is_closed
        case "closed":
            return summary.is_closed
        case "all":
            return True
        case "overdue":
            return summary.next_due_at is not None and summary.next_due_at < now
        case "us" | "customer":
            return summary.whose_turn == WhoseTurn(wanted)
        case _:
            texts = (summary.case_id, summary.invoice_number, summary.customer)
            return summary.state == wanted.replace(" ", "_") or any(
                wanted in folded(text) for text in texts
            )


def _item(visit: Visit, summary: CaseSummary) -> Item[Phrase]:
    title = phrase(
        "list.item" if summary.disputed else "list.item_unmarked",
        case=summary.case_id,
        customer=summary.customer or phrase("customer.unnamed"),
        disputed=summary.disputed,
        due=summary.due,
        state=phrase(f"state.{summary.state}"),
    )
    if summary.next_due_at is None:
        detail = phrase("list.closed")
    else:
        is_late = summary.next_due_at < visit.now
        detail = phrase(
            "list.late" if is_late else "list.next",
            who=phrase(
                f"who.{summary.whose_turn}",
                customer=summary.customer or phrase("customer.unnamed"),
                person=summary.next_who,
            ),
            due=summary.next_due_at,
            percent=summary.percent,
        )
    return Item(title, detail, f"show {summary.case_id}")


def _total_at_stake(visit: Visit, found: list[CaseSummary]) -> None:
    """The disputed money in the list, per currency."""
    sums: dict[str, Money] = {}
    for disputed in [summary.disputed for summary in found]:
        if disputed:
            before = sums.get(disputed.currency, Money.zero(disputed.currency))
            sums[disputed.currency] = before + disputed
    if sums:
        visit.tell("list.at_stake", amounts=tuple(sums.values()))

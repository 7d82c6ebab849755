"""Lists of cases: by next deadline, filtered."""

from assistant.chat.commands import LIST_FILTERS, Command
from assistant.chat.matching import folded
from assistant.chat.replies import (
    Item,
    Listing,
    Phrase,
    phrase,
)
from assistant.domain.money import Money
from assistant.domain.summary import CaseSummary, WhoseTurn
from assistant.errors import InputError
from assistant.usecases.visit import Visit

PAGE = 8


def list_cases(visit: Visit, command: Command) -> None:
    """`list [FILTER] [PAGE]`: open cases by next deadline, or what the filter says."""
    words = list(command.words)
    is_paged = bool(words) and words[-1].isdecimal() and len(words[-1]) < 7
    page = int(words.pop()) if is_paged else 1
    wanted = folded(" ".join(words)) or "open"
    found = [s for s in by_deadline(visit) if _matches(visit, s, wanted)]
    if not found and wanted not in LIST_FILTERS:
        raise InputError("error.nothing_found", text=" ".join(words))
    start = (max(1, page) - 1) * PAGE
    items = tuple(case_item(visit, summary) for summary in found[start : start + PAGE])
    is_last = start + PAGE >= len(found)
    more = "" if is_last else f"list {wanted} {page + 1}"
    title = phrase("list.title", count=len(found))
    visit.say(Listing(title, items, phrase("list.empty"), more))
    if items:
        _total_at_stake(visit, found)


def by_deadline(visit: Visit) -> list[CaseSummary]:
    """Every case, by next deadline; those without one last."""
    return sorted(
        visit.summaries(),
        key=lambda s: (s.next_due_at is None, s.next_due_at or visit.now, s.case_id),
    )


def _matches(visit: Visit, summary: CaseSummary, wanted: str) -> bool:
    match wanted:
        case "mine":
            return not summary.is_closed and summary.next_who == visit.actor
        case "open":
            return not summary.is_closed
        case "closed":
            return summary.is_closed
        case "all":
            return True
        case "overdue":
            return summary.next_due_at is not None and summary.next_due_at < visit.now
        case "us" | "customer":
            return summary.whose_turn == WhoseTurn(wanted)
        case _:
            texts = (summary.case_id, summary.invoice_number, summary.customer)
            return summary.state == wanted.replace(" ", "_") or any(
                wanted in folded(text) for text in texts
            )


def case_item(visit: Visit, summary: CaseSummary) -> Item[Phrase]:
    """A case as an entry of a list; pressing it shows the case."""
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
            age=visit.now - summary.opened_at,
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

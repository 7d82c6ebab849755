"""A case in one line, worked out each time that it is saved."""

from assistant.domain.dispute import state_of
from assistant.domain.summary import CaseSummary, WhoseTurn
from assistant.playbook import engine, reminders
from assistant.playbook.definition import Playbook
from assistant.playbook.situation import Situation


def summary_of(playbook: Playbook, here: Situation) -> CaseSummary:
    """The case of a situation: sums, whose turn, the next action, when to wake."""
    case = here.case
    action = engine.next_action(playbook, here)
    sums = case.grid.sum
    return CaseSummary(
        case_id=case.id,
        business_id=case.business_id,
        invoice_number=case.invoice.number or "",
        customer=case.customer.name or "",
        state=state_of(case),
        is_closed=case.is_closed,
        is_private=case.is_private,
        opened_at=case.opened_at or here.now,
        due=sums.due,
        disputed=sums.disputed,
        whose_turn=action.turn if action else WhoseTurn.NONE,
        next_what=action.what.key if action else "",
        next_who=(action.person if action else "") or case.assigned_to,
        next_due_at=action.due_at if action else None,
        percent=engine.percent_done(playbook, here),
        wake_at=reminders.wake_at(playbook, here),
        people=case.people,
    )

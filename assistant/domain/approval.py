"""Who may give how much up: the limits of a business, and when a yes is needed (F-L2).

A business whose only voice is its owner's needs none. In a team a helper may give up to
the limit, in money or as a share of the invoice, whichever is met first; above it an
owner or approver has to say yes. What counts is who named the sum, not who sends the
letter, so that the answer is the same whoever looks.
"""

from collections.abc import Collection
from decimal import Decimal

from assistant.domain.business import Business, Profile, Role
from assistant.domain.case import Case
from assistant.domain.case_events import Conceded, FactRecorded
from assistant.domain.events.endings import active_entries
from assistant.domain.facts import FactName, fact_key
from assistant.domain.money import Money
from assistant.domain.resolution import ApprovalStatus, Giving

MAY_APPROVE = frozenset({Role.OWNER, Role.APPROVER})


def approvers_of(business: Business) -> tuple[str, ...]:
    """Who may say yes, by name; empty where nobody needs to be asked."""
    if all(member.role in MAY_APPROVE for member in business.members):
        return ()
    return tuple(m.name for m in business.members if m.role in MAY_APPROVE)


def limit_of(profile: Profile, total: Money) -> Money | None:
    """The most that a helper may give up of an invoice; None for no limit."""
    limits: list[Money] = []
    if profile.approval_limit and profile.approval_limit.currency == total.currency:
        limits.append(profile.approval_limit)
    if profile.approval_percent is not None:
        limits.append(total.percent(Decimal(profile.approval_percent)))
    return min(limits, default=None)


def given_up(case: Case, what: Giving) -> Money:
    """What the business is about to give up, in all, gross."""
    sums, here = case.grid.sum, case.exchange
    none = Money.zero(case.grid.currency)
    match what:
        case Giving.ANSWER:
            off = case.money_fact(FactName.AMOUNT_OFF, here) or none
            worth = case.money_fact(FactName.SERVICE_AMOUNT, here) or none
            return sums.conceded + off + worth
        case Giving.AGREEMENT:
            to_pay = case.money_fact("agreed_amount", here)
            return none if to_pay is None else max(sums.due - to_pay, none)
        case Giving.LETTING_GO:
            return case.money_fact("let_go_amount", here) or none


def needs_yes(
    case: Case, what: Giving, profile: Profile, approvers: Collection[str]
) -> bool:
    """Whether an approver has to say yes before this goes on."""
    amount = given_up(case, what)
    limit = limit_of(profile, case.grid.sum.invoiced)
    if not approvers or limit is None or amount <= limit:
        return False
    if amount <= _agreed_on_before(case):
        return False
    return not _deciders(case, what) <= set(approvers)


def _agreed_on_before(case: Case) -> Money:
    """The most that an approver has said yes to, or that went out as an offer."""
    none = Money.zero(case.grid.currency)
    given = [a.amount for a in case.approvals if a.status is ApprovalStatus.GIVEN]
    offered = [offer.amount_off + case.grid.sum.conceded for offer in case.offers]
    return max([*given, *offered], default=none)


def _deciders(case: Case, what: Giving) -> set[str]:
    """Who named the sums that are given up."""
    here = case.exchange
    keys = {
        Giving.ANSWER: (
            fact_key(FactName.AMOUNT_OFF, here),
            fact_key(FactName.SERVICE_AMOUNT, here),
        ),
        Giving.AGREEMENT: (fact_key("agreed_amount", here),),
        Giving.LETTING_GO: (fact_key("let_go_amount", here),),
    }[what]
    by: dict[str, str] = {}
    for entry in active_entries(case.entries):
        match entry.event:
            case FactRecorded(name, value, subject) if isinstance(value, Money):
                by[fact_key(name, subject)] = entry.by
            case Conceded(row=row) if what is Giving.ANSWER:
                by[f"conceded {row}"] = entry.by
            case _:
                pass
    counted = [*keys, *(f"conceded {row.id}" for row in case.contested_rows())]
    return {by[key] for key in counted if key in by}

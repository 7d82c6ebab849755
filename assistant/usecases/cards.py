"""A case at a glance: the card, the line on what comes next, the clocks."""

from datetime import datetime, timedelta

from assistant.chat.replies import (
    Button,
    Card,
    Field,
    Paragraph,
    Phrase,
    Share,
    Tone,
    phrase,
)
from assistant.domain.case import Case
from assistant.domain.dispute import state_of
from assistant.domain.facts import YES
from assistant.domain.hold import HOLD_REVIEW_DAYS
from assistant.playbook import engine
from assistant.playbook.deadlines import deadlines
from assistant.playbook.engine import NextAction
from assistant.playbook.reminders import AMBER_DAYS, RED_DAYS
from assistant.playbook.steps.channels import channel_name
from assistant.usecases.visit import Visit

_AMBER, _RED = timedelta(days=AMBER_DAYS), timedelta(days=RED_DAYS)


def card(visit: Visit, case: Case) -> Card[Phrase]:
    """The whole case on one card."""
    values = visit.situation(case).values()
    fields = [
        _sensitive("card.customer", values["customer"]),
        Field(phrase("card.invoice"), phrase("value", value=values["invoice"])),
        *_money(case),
        Field(phrase("card.state"), phrase(f"state.{state_of(case)}")),
        *_next(visit, case),
        *_hold(case),
        *_clocks(visit, case),
        *_asides(case),
        *_outcome(case),
    ]
    commands = ("reopen",) if case.is_closed else ("update", "undo", "evidence")
    buttons = tuple(
        Button(phrase(f"button.{name}"), f"{name} {case.id}") for name in commands
    )
    title = phrase("card.title", case=case.id)
    return Card(title, tuple(fields), buttons, case.id, _shares(case))


def next_line(visit: Visit, case: Case) -> Paragraph[Phrase] | None:
    """What comes next, who has to act, until when; late ones say so."""
    action = engine.next_action(visit.playbook(case), visit.situation(case))
    if action is None:
        return None
    is_late = action.due_at < visit.now
    key = "next.late" if is_late else "next.line"
    said = phrase(key, what=action.what, who=_who(case, action), due=action.due_at)
    return Paragraph(said, Tone.CAUTION if is_late else Tone.PLAIN)


def reminder_card(visit: Visit, case: Case) -> Card[Phrase]:
    """What comes next in a case that was told of, with what can be done about it."""
    return _short(
        visit,
        case,
        Button(phrase("button.done"), f"done {case.id}"),
        Button(phrase("button.tomorrow"), f"snooze {case.id} tomorrow"),
        Button(phrase("button.in_three_days"), f"snooze {case.id} 3 days"),
    )


def review_card(visit: Visit, case: Case) -> Card[Phrase]:
    """The hold's review: keep it on, or go back to normal collection (F-C9)."""
    return _short(
        visit,
        case,
        Button(
            phrase("button.keep_hold", days=HOLD_REVIEW_DAYS), f"hold {case.id} keep"
        ),
        Button(phrase("button.resume"), f"resume {case.id}"),
        Button(phrase("button.tomorrow"), f"snooze {case.id} tomorrow"),
    )


def _short(visit: Visit, case: Case, *buttons: Button[Phrase]) -> Card[Phrase]:
    customer = case.customer.name or phrase("customer.unnamed")
    title = phrase("reminder.case", case=case.id, customer=customer)
    return Card(title, tuple(_next(visit, case)), buttons, case.id)


def _money(case: Case) -> list[Field[Phrase]]:
    sums = case.grid.sum
    if case.invoice.total is None:
        return []
    parts = (
        ("invoiced", sums.invoiced, True),
        ("paid", sums.paid, False),
        ("undisputed", sums.undisputed, False),
        ("disputed", sums.disputed, True),
        ("credited", sums.credited, False),
        ("written_off", sums.written_off, False),
        ("due", sums.due, True),
    )
    return [
        _sensitive(f"grid.{name}", amount)
        for name, amount, is_kept in parts
        if is_kept or amount
    ]


def _shares(case: Case) -> tuple[Share[Phrase], ...]:
    """How the invoice divides, for a bar."""
    sums = case.grid.sum
    if case.invoice.total is None:
        return ()
    names = ("paid", "undisputed", "disputed", "credited", "written_off")
    amounts = {name: getattr(sums, name) for name in names}
    return tuple(
        Share(phrase(f"grid.{name}"), phrase("value", value=amount), amount.minor)
        for name, amount in amounts.items()
        if amount
    )


def _sensitive(label: str, value: object) -> Field[Phrase]:
    """A name or an amount: not for every reader of a channel."""
    return Field(phrase(label), phrase("value", value=value), is_sensitive=True)


def _who(case: Case, action: NextAction) -> Phrase:
    customer = case.customer.name or phrase("customer.unnamed")
    person = action.person or case.assigned_to
    return phrase(f"who.{action.turn}", customer=customer, person=person)


def _next(visit: Visit, case: Case) -> list[Field[Phrase]]:
    action = engine.next_action(visit.playbook(case), visit.situation(case))
    if action is None:
        return []
    return [
        Field(phrase("card.turn"), _who(case, action)),
        Field(phrase("card.next"), action.what),
        Field(phrase("card.due"), _moment(action.due_at, visit.now), at=action.due_at),
    ]


def _moment(at: datetime, now: datetime) -> Phrase:
    if at < now:
        return phrase("due.late", at=at, ago=now - at)
    return phrase("due.in", at=at, left=at - now)


def _hold(case: Case) -> list[Field[Phrase]]:
    hold = case.hold
    if hold is None:
        return []
    if not hold.is_on:
        off = phrase("card.hold_released", at=hold.released_at)
        return [Field(phrase("card.hold"), off)]
    on = phrase("card.hold_on", at=hold.since, by=hold.by, review=hold.review_on)
    fields = [Field(phrase("card.hold"), on)]
    left = tuple(channel_name(name) for name in hold.still_on())
    if left:
        still = phrase("card.still_to_switch", channels=left)
        fields.append(Field(phrase("card.channels"), still))
    return fields


def _clocks(visit: Visit, case: Case) -> list[Field[Phrase]]:
    """Deadlines that run now; a legal date is marked when it comes near (K8)."""
    if case.is_closed:
        return []
    fields = []
    for due in deadlines(visit.playbook(case), visit.situation(case)):
        if due.is_done:
            continue
        left = due.due_at - visit.now
        near = "red" if left < _RED else "amber" if left < _AMBER else "far"
        moment = _moment(due.due_at, visit.now)
        value = phrase(f"clock.{near}", moment=moment) if due.is_legal else moment
        fields.append(Field(phrase(f"deadline.{due.kind}"), value))
    return fields


def _asides(case: Case) -> list[Field[Phrase]]:
    """Who decides at the customer's, late fees, and no more work, once known."""
    fields = []
    decider = case.text_fact("decider")
    if decider not in ("", "skipped"):
        fields.append(Field(phrase("card.decider"), phrase("value", value=decider)))
    if fees := case.text_fact("late_fees"):
        fields.append(Field(phrase("card.late_fees"), phrase(f"step.late_fees.{fees}")))
    if case.fact("parting") == YES:
        fields.append(Field(phrase("card.parting"), phrase("value.none_more")))
    return fields


def _outcome(case: Case) -> list[Field[Phrase]]:
    if case.outcome is None:
        return []
    return [
        Field(phrase("card.outcome"), phrase(f"outcome.{case.outcome.kind}")),
        _sensitive("card.kept", case.outcome.kept),
        Field(
            phrase("card.root_cause"), phrase(f"root_cause.{case.outcome.root_cause}")
        ),
    ]

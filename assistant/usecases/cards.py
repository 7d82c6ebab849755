"""A case at a glance: the card, the line on what comes next, the clocks."""

from datetime import datetime, timedelta

from assistant.chat.places import place_name
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
from assistant.domain.clocks import RECKONED_FROM, Clock
from assistant.domain.dispute import state_of
from assistant.domain.facts import NOT_SURE, YES
from assistant.domain.hold import HOLD_REVIEW_DAYS
from assistant.domain.letters import LetterKind
from assistant.domain.tender import amount_of, open_tenders
from assistant.playbook import engine
from assistant.playbook.deadlines import Due, deadlines
from assistant.playbook.engine import NextAction
from assistant.playbook.reminders import AMBER_DAYS, RED_DAYS
from assistant.playbook.steps.channels import channel_name
from assistant.usecases.visit import Visit

# Dates that a playbook asks for, and the questions that may have left them open.
_ASKED_BY = {
    Clock.LIEN_NOTICE: ("lien", "lien_notice_by"),
    Clock.CARD_DISPUTE: ("card_answer_by",),
    Clock.LIMITATION: ("limitation_by",),
}
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
        *_waiting_money(case),
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
    every = (*buttons, *_money_buttons(case))
    return Card(title, tuple(fields), every, case.id, _shares(case))


def _money_buttons(case: Case) -> tuple[Button[Phrase], ...]:
    """Money came, or was offered; and the part that nobody questions, asked for now."""
    sums, buttons = case.grid.sum, list[Button[Phrase]]()
    if not case.is_closed and sums.due:
        buttons.append(Button(phrase("button.money"), f"paid {case.id}"))
    is_asked = case.letter(LetterKind.ASK_UNDISPUTED) is not None
    if not case.is_closed and sums.disputed and sums.undisputed and not is_asked:
        ask = Button(phrase("button.undisputed"), f"update {case.id} undisputed")
        buttons.append(ask)
    return tuple(buttons)


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
    fields = (*_next(visit, case), *_legal_dates(visit, case))
    return Card(title, fields, buttons, case.id)


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


def _waiting_money(case: Case) -> list[Field[Phrase]]:
    """Money that is offered as settlement and counts for nothing yet (K7)."""
    amounts = (amount_of(case, money) for money in open_tenders(case))
    return [
        Field(phrase("card.tender"), phrase("card.tender_waits", amount=amount))
        for amount in amounts
        if amount is not None
    ]


def _clocks(visit: Visit, case: Case) -> list[Field[Phrase]]:
    """Deadlines that run now, and dates that may run although nobody knows them."""
    running = _running(visit, case)
    fields = [_deadline(visit, case, due) for due in running]
    names = {due.kind for due in running}
    for clock, questions in _ASKED_BY.items():
        left_open = any(case.fact(name) in ("skipped", NOT_SURE) for name in questions)
        if left_open and clock not in names and not case.is_closed:
            where = phrase(f"dates.ask.{clock}")
            unknown = phrase("clock.unknown", where=where)
            fields.append(Field(phrase(f"deadline.{clock}"), unknown))
    return fields


def _legal_dates(visit: Visit, case: Case) -> list[Field[Phrase]]:
    """The dates that no hold stops, for the small cards (K8)."""
    legal = (due for due in _running(visit, case) if due.is_legal)
    return [_deadline(visit, case, due) for due in legal]


def _running(visit: Visit, case: Case) -> list[Due]:
    if case.is_closed:
        return []
    every = deadlines(visit.playbook(case), visit.situation(case))
    return [due for due in every if not due.is_done]


def _deadline(visit: Visit, case: Case, due: Due) -> Field[Phrase]:
    """A deadline; a legal date is marked when it comes near."""
    left = due.due_at - visit.now
    near = "red" if left < _RED else "amber" if left < _AMBER else "far"
    moment = _moment(due.due_at, visit.now)
    value = phrase(f"clock.{near}", moment=moment) if due.is_legal else moment
    if due.kind == Clock.LIMITATION:
        value = _reckoned(visit, case, value)
    return Field(phrase(f"deadline.{due.kind}"), value)


def _reckoned(visit: Visit, case: Case, value: Phrase) -> Phrase:
    """With the place, the day and the source it was reckoned from, if it was (K13)."""
    rules = visit.office.atlas.rules(case.text_fact(RECKONED_FROM))
    if rules is None or rules.on_limitation is None:
        return value
    cited = rules.on_limitation
    return phrase(
        "clock.reckoned",
        value=value,
        years=f"{rules.limitation_years:f}",
        place=place_name(rules.place, rules.name),
        as_of=cited.as_of,
        confidence=phrase(f"confidence.{cited.confidence}"),
        source=cited.source,
    )


def _asides(case: Case) -> list[Field[Phrase]]:
    """Who decides at the customer's, late fees, and no more work, once known."""
    fields = []
    decider = case.text_fact("decider")
    if decider not in ("", "skipped"):
        value = phrase("value", value=decider)
        fields.append(Field(phrase("card.decider"), value, is_sensitive=True))
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

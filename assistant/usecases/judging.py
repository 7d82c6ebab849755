"""The private side of a case: how a neutral may see it, and the numbers of an offer.

All of it is for the owner alone: said privately, and in no letter (F-R4).
"""

from decimal import Decimal

from assistant.advice.estimate.of_case import estimate_of, estimate_of_case
from assistant.advice.numbers import (
    GoingOn,
    Name,
    Note,
    Numbers,
    Stakes,
    numbers_panel,
    numbers_table,
    work_out,
)
from assistant.chat.charts import Chart
from assistant.chat.estimates import told_privately
from assistant.chat.replies import Paragraph, Phrase, Tone, phrase
from assistant.domain.assessment import judge
from assistant.domain.case import Case
from assistant.domain.case_events import FactRecorded
from assistant.domain.facts import FactName, FactValue
from assistant.domain.fork import Way
from assistant.domain.money import Money
from assistant.domain.signs import GENUINE, signs_of
from assistant.errors import InputError
from assistant.playbook.figures import reckoning
from assistant.playbook.steps.fork import ways_panel
from assistant.playbook.steps.judge import told_contradictions
from assistant.usecases.visit import Visit

# Guesses for a small claim, until the owner says better; each is shown as a guess.
GUESSED_HOURS = 8
GUESSED_MONTHS = 4
GUESSED_MONTHLY_PERCENT = 1
GUESSED_RELATIONSHIP_PERCENT = 10  # of what is disputed, with a regular customer
_MOST = {"hours": 1_000, "months": 120, "speed": 100}
_SUMS = ("fees", "relationship")
INPUTS = (*_SUMS, *_MOST)

Private = Paragraph[Phrase]


def show_judgement(visit: Visit, case: Case) -> None:
    """Line by line: the rule, a neutral's view, what does not fit; then the signs."""
    here = visit.situation(case)
    rows = case.contested_rows()
    if not rows:
        visit.tell("judgement.nothing", Tone.PRIVATE)
    for row in rows:
        at = here.about(row.id)
        line, found = at.values()["line"], judge(case, row.id)
        label, rule = f"assessment.{found.label}", Phrase(f"rule.{found.rule}")
        visit.tell(
            "judgement.line", Tone.PRIVATE, line=line, label=phrase(label), rule=rule
        )
        visit.say(*told_privately(estimate_of(case, row.id), row.disputed, line))
        visit.say(*told_contradictions(at))
    whole = estimate_of_case(case)
    if whole and len(rows) > 1:
        sums = case.grid.sum
        visit.say(told_privately(whole, sums.disputed, phrase("line.whole"))[0])
    visit.say(*_signs(case))
    visit.tell("judgement.source", Tone.PRIVATE)


def show_numbers(visit: Visit, case: Case) -> None:
    """What to ask, what to aim at and where to stop, with where each comes from."""
    found = numbers_of(visit, case)
    if found is None:
        visit.tell("judgement.nothing", Tone.PRIVATE)
        return
    visit.tell("numbers.private", Tone.PRIVATE)
    visit.say(numbers_table(found, _notes(visit, case), _chart(visit, case, found)))
    if not found.is_worth_going_on:
        visit.tell("numbers.not_worth", Tone.PRIVATE)
    visit.tell("numbers.change", Tone.PRIVATE, case=case.id)


def _chart(visit: Visit, case: Case, found: Numbers) -> Chart[Phrase]:
    """The range, the rungs and, where it can be reckoned, what each way leaves."""
    here = visit.situation(case)
    reckoned = reckoning(here)
    ways = (ways_panel(reckoned, set(Way)),) if reckoned else ()
    opening, target, floor = found.rungs
    return Chart(
        f"{case.id}-numbers",
        phrase("numbers.picture", case=case.id, customer=here.values()["customer"]),
        phrase(
            "numbers.picture_alt",
            disputed=found.amount(Name.DISPUTED),
            low=found.amount(Name.LOW),
            high=found.amount(Name.HIGH),
            opening=opening,
            target=target,
            floor=floor,
        ),
        (numbers_panel(found), *ways),
        kicker=phrase("chart.only_you"),
    )


def change_number(visit: Visit, case: Case, name: str, typed: str) -> None:
    """One input of the numbers as the owner knows it; InputError if it is none."""
    value: FactValue
    if name in _SUMS:
        value = visit.situation(case).habits.amount(typed, case.grid.currency)
    else:
        text = typed.strip()
        is_whole = text.isascii() and text.isdecimal() and len(text) < 6
        if not is_whole or int(text) > _MOST[name]:
            raise InputError("error.numbers_whole", name=name, most=_MOST[name])
        value = int(text)
    show_numbers(visit, visit.record(case, FactRecorded(_fact(name), value)))


def numbers_of(visit: Visit, case: Case) -> Numbers | None:
    """The numbers of a case; None while nothing is disputed."""
    estimate = estimate_of_case(case)
    if estimate is None:
        return None
    disputed = case.grid.sum.disputed
    stakes = Stakes(disputed, estimate.share, estimate.low, estimate.high)
    return work_out(stakes, _going_on(visit, case, disputed))


def _going_on(visit: Visit, case: Case, disputed: Money) -> GoingOn:
    """What is known of the costs, and guesses for the rest."""
    zero = Money.zero(disputed.currency)
    court = visit.situation(case).court
    return GoingOn(
        fees=_sum(case, "fees", _same(court.fee_most if court else None, zero)),
        hours=_whole(case, "hours", GUESSED_HOURS),
        hourly_rate=_same(visit.business.profile.hourly_rate, zero),
        months=_whole(case, "months", GUESSED_MONTHS),
        monthly_percent=_whole(case, "speed", GUESSED_MONTHLY_PERCENT),
        relationship=_sum(case, "relationship", _worth_keeping(case, disputed)),
    )


def _worth_keeping(case: Case, disputed: Money) -> Money:
    """A guess at what a regular customer is worth; nothing for a one-off."""
    is_regular = case.fact(FactName.ONGOING) == "ongoing"
    percent = GUESSED_RELATIONSHIP_PERCENT if is_regular else 0
    return disputed.percent(Decimal(percent))


def _notes(visit: Visit, case: Case) -> dict[Name, Note]:
    """Which numbers rest on a guess of ours, or on what nobody has said."""
    rests_on = {
        Name.TIME: ("hours",),
        Name.WAITING: ("months", "speed"),
        Name.RELATIONSHIP: ("relationship",),
    }
    notes = {
        name: Note.GUESS
        for name, inputs in rests_on.items()
        if not all(case.knows(_fact(each)) for each in inputs)
    }
    costs = _going_on(visit, case, case.grid.sum.disputed)
    if not costs.fees and not case.knows(_fact("fees")):
        notes[Name.FEES] = Note.UNKNOWN_FEE
    if not costs.hourly_rate:
        notes[Name.TIME] = Note.UNKNOWN_RATE
    return notes


def _fact(name: str) -> str:
    return f"number_{name}"


def _sum(case: Case, name: str, otherwise: Money) -> Money:
    said = case.money_fact(_fact(name))
    return otherwise if said is None else said


def _whole(case: Case, name: str, otherwise: int) -> int:
    said = case.fact(_fact(name))
    return said if isinstance(said, int) else otherwise


def _same(amount: Money | None, zero: Money) -> Money:
    """The amount, where it is in the currency of the case; else nothing."""
    is_same = amount is not None and amount.currency == zero.currency
    return amount if amount is not None and is_same else zero


def _signs(case: Case) -> tuple[Private, ...]:
    """Signs of a real concern and of a stall, with the caution that they prove nothing.

    Said only where something looks like a stall; else there is nothing to weigh.
    """
    signs = signs_of(case)
    stall = tuple(phrase(f"sign.{sign}") for sign in signs if sign not in GENUINE)
    genuine = tuple(phrase(f"sign.{sign}") for sign in signs if sign in GENUINE)
    if not stall:
        return ()
    lines = [phrase("sign.stall", signs=stall)]
    lines += [phrase("sign.genuine", signs=genuine)] if genuine else []
    lines.append(phrase("sign.caution"))
    return tuple(Paragraph(line, Tone.PRIVATE) for line in lines)

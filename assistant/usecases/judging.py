"""The private side of a case: how a neutral may see it, and the numbers of an offer.

All of it is for the owner alone: said privately, and in no letter (F-R4).
"""

from assistant.advice.estimate.of_case import estimate_of, estimate_of_case
from assistant.advice.numbers import numbers_panel, numbers_table
from assistant.chat.charts import Chart
from assistant.chat.estimates import told_privately
from assistant.chat.replies import Paragraph, Phrase, Tone, phrase
from assistant.domain.assessment import judge
from assistant.domain.case import Case
from assistant.domain.case_events import FactRecorded
from assistant.domain.fork import Reckoning, Way
from assistant.domain.signs import GENUINE, signs_of
from assistant.errors import InputError
from assistant.playbook import figures
from assistant.playbook.steps.judge import told_contradictions
from assistant.playbook.steps.ways import ways_panel
from assistant.usecases.visit import Visit

# What `update CASE <input>` changes: the fact that keeps it, shared with the fork.
_SUMS = {"fees": figures.COURT_FEE, "relationship": figures.RELATIONSHIP}
_WHOLE = {
    "hours": figures.HOURS_COURT,
    "weeks": figures.WEEKS_COURT,
    "months": figures.WEEKS_COURT,
    "speed": figures.SPEED,
}
_MOST = {"hours": 1_000, "weeks": 520, "months": 120, "speed": 100}
INPUTS = (*_SUMS, *_WHOLE)

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
    here = visit.situation(case)
    made = figures.reckoning(here)
    if made is None or not made.figures.disputed:
        visit.tell("judgement.nothing", Tone.PRIVATE)
        return
    visit.tell("numbers.private", Tone.PRIVATE)
    is_rate_known = figures.hourly_rate(here) is not None
    chart = _chart(case, here.values()["customer"], made)
    visit.say(numbers_table(made, is_rate_known=is_rate_known, chart=chart))
    if made.break_even is None:
        visit.tell("fork.never_pays", Tone.PRIVATE)
    if made.is_lesson:
        visit.tell("numbers.not_worth", Tone.PRIVATE)
    visit.tell("numbers.change", Tone.PRIVATE, case=case.id)


def _chart(case: Case, customer: object, made: Reckoning) -> Chart[Phrase]:
    """The range and the rungs, and what each way leaves."""
    award = made.way(Way.MEDIATION)
    return Chart(
        f"{case.id}-numbers",
        phrase("numbers.picture", case=case.id, customer=customer),
        phrase(
            "numbers.picture_alt",
            due=made.figures.due,
            disputed=made.figures.disputed,
            low=award.low,
            high=award.high,
            opening=made.opening,
            target=made.target,
            floor=made.floor,
        ),
        (numbers_panel(made), ways_panel(made, set(Way))),
        kicker=phrase("chart.only_you"),
    )


def change_number(visit: Visit, case: Case, name: str, typed: str) -> None:
    """One input of the numbers as the owner knows it; InputError if it is none."""
    changed = FactRecorded(
        (_SUMS | _WHOLE)[name],
        visit.situation(case).habits.amount(typed, case.grid.currency)
        if name in _SUMS
        else _whole(name, typed.strip()),
    )
    show_numbers(visit, visit.record(case, changed))


def _whole(name: str, text: str) -> int:
    """A whole number that was typed, of months in weeks: one time for everything."""
    is_whole = text.isascii() and text.isdecimal() and len(text) < 6
    if not is_whole or int(text) > _MOST[name]:
        raise InputError("error.numbers_whole", name=name, most=_MOST[name])
    return figures.weeks_of(int(text)) if name == "months" else int(text)


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

"""The paid-in-full stopper: what it advises where, and that it never says "bank"."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.tender import advise
from assistant.bootstrap import find_place, place_rules
from assistant.chat.replies import Paragraph, Table, worded
from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar
from assistant.domain.case import Case
from assistant.domain.case_events import (
    CaseOpened,
    FactRecorded,
    HoldStarted,
    InvoiceDescribed,
    MoneyReported,
)
from assistant.domain.habits import Habits
from assistant.domain.money import Money
from assistant.domain.place_rules import Atlas
from assistant.domain.tender import Decision, Rule, TenderFacts, Where
from assistant.playbook.loader import load_all
from assistant.playbook.situation import Situation
from assistant.playbook.steps.tender import DecideTender
from assistant.reference.places import shipped_places
from assistant.rendering.phrases import Phrases
from assistant.resources import playbooks_dir, templates_dir

TODAY = date(2026, 5, 7)
SOON = date(2026, 5, 11)
CODES = [place.code for place in shipped_places()]
IN_HAND = TenderFacts(
    Where.CHEQUE_IN_HAND, Money.of(820, "USD"), Money.of(180, "USD"), TODAY, SOON
)
BANKED = replace(IN_HAND, where=Where.CHEQUE_BANKED, arrived_on=date(2026, 4, 20))
ARRIVED = replace(IN_HAND, where=Where.TRANSFER, arrived_on=date(2026, 5, 6))
D, R = Decision, Rule


def at(facts: TenderFacts, code: str) -> TenderFacts:
    return replace(facts, rules=place_rules(code))


# --- place by place -------------------------------------------------------------------


@pytest.mark.covers("X2", "K7", "K14", "F-I6")
@pytest.mark.parametrize(
    ("code", "rule", "ways"),
    [
        ("US-TX", R.BANKING_SETTLES, (D.WAIT, D.RETURN, D.ACCEPT)),
        ("US-CA", R.BANKING_SETTLES, (D.WAIT, D.RETURN, D.ACCEPT)),
        ("US-NY", R.NOT_VERIFIED, (D.WAIT, D.RETURN, D.ACCEPT)),
        ("US-LA", R.NOT_VERIFIED, (D.WAIT, D.RETURN, D.ACCEPT)),
        ("DE", R.NOT_VERIFIED, (D.WAIT, D.RETURN, D.ACCEPT)),
        ("GB-SCT", R.NOT_VERIFIED, (D.WAIT, D.RETURN, D.ACCEPT)),
        ("GB-EAW", R.REJECT_THEN_BANK, (D.WAIT, D.RETURN, D.BANK, D.ACCEPT)),
        ("elsewhere", R.PLACE_UNKNOWN, (D.WAIT, D.RETURN, D.ACCEPT)),
    ],
)
def test_a_cheque_in_hand_is_advised_on_by_its_place(
    code: str, rule: Rule, ways: tuple[Decision, ...]
) -> None:
    advice = advise(at(IN_HAND, code))
    assert advice.rules == (rule,)
    assert tuple(way.decision for way in advice.ways) == ways
    assert advice.decide_by == SOON


@pytest.mark.covers("X2", "F-I7", "K7")
@pytest.mark.parametrize(
    ("change", "rule", "ways", "repay_by"),
    [
        ({"knew": True}, R.BANKED_KNOWING, (D.REJECT, D.ACCEPT), None),
        (
            {"knew": False, "gave_notice": False},
            R.BANKED_UNKNOWING,
            (D.REPAY, D.REJECT, D.ACCEPT),
            date(2026, 7, 19),
        ),
        (
            {"knew": None},
            R.BANKED_UNKNOWING,
            (D.REPAY, D.REJECT, D.ACCEPT),
            date(2026, 7, 19),
        ),
        (
            {"knew": False, "gave_notice": True},
            R.NOTICE_INSTEAD,
            (D.REJECT, D.ACCEPT),
            None,
        ),
        (
            {"knew": False, "arrived_on": date(2026, 2, 5)},
            R.REPAY_OVER,
            (D.REJECT, D.ACCEPT),
            None,
        ),
        (
            {"knew": False, "arrived_on": date(2026, 2, 6)},
            R.BANKED_UNKNOWING,
            (D.REPAY, D.REJECT, D.ACCEPT),
            TODAY,
        ),
    ],
)
def test_a_banked_cheque_is_paid_back_only_where_and_while_that_may_help(
    change: dict[str, object],
    rule: Rule,
    ways: tuple[Decision, ...],
    repay_by: date | None,
) -> None:
    facts = replace(at(BANKED, "US-TX"), **change)  # type: ignore[arg-type]  # by name
    advice = advise(facts)
    assert advice.rules == (rule,)
    assert tuple(way.decision for way in advice.ways) == ways
    assert advice.repay_by == repay_by
    assert advice.decide_by == TODAY


@pytest.mark.covers("X2", "K7", "F-I7")
def test_a_cheque_banked_weeks_ago_in_england_is_late_but_not_silent() -> None:
    fresh = replace(at(BANKED, "GB-EAW"), arrived_on=TODAY - timedelta(days=13))
    assert advise(fresh).rules == (R.BANKED_WRITE_NOW,)
    late = replace(fresh, arrived_on=TODAY - timedelta(days=14))
    assert advise(late).rules == (R.BANKED_WRITE_NOW, R.DELAY_COUNTS)
    assert advise(late).ways[0].decision is D.REJECT


@pytest.mark.covers("X2", "K14")
@pytest.mark.parametrize("code", ["US-TX", "GB-EAW", "elsewhere"])
def test_money_that_arrived_is_accepted_or_rejected_today(code: str) -> None:
    advice = advise(at(ARRIVED, code))
    assert advice.rules == (R.ARRIVED,)
    decisions = [way.decision for way in advice.ways]
    assert decisions == [D.REJECT, D.SEND_BACK, D.ACCEPT]
    assert {way.by for way in advice.ways} == {TODAY}


def test_where_nothing_is_disputed_the_safe_way_stays_the_same() -> None:
    facts = replace(at(IN_HAND, "US-TX"), is_disputed=False)
    advice = advise(facts)
    assert advice.rules == (R.BANKING_SETTLES, R.NOT_DISPUTED)
    assert advice.ways == advise(at(IN_HAND, "US-TX")).ways


def test_a_decision_is_put_off_once() -> None:
    advice = advise(replace(at(IN_HAND, "GB-EAW"), has_waited=True))
    assert D.WAIT not in [way.decision for way in advice.ways]
    assert advice.decide_by == TODAY


# --- always ---------------------------------------------------------------------------

MAYBE = st.sampled_from([True, False, None])
FACTS = st.builds(
    lambda code, where, days, said: replace(
        IN_HAND,
        rules=place_rules(code),
        where=where,
        arrived_on=None if days is None else TODAY - timedelta(days=days),
        is_disputed=said[0],
        knew=said[1],
        gave_notice=said[2],
        has_waited=bool(said[3]),
    ),
    st.sampled_from([*CODES, "elsewhere", ""]),
    st.sampled_from(sorted(set(Where) - {Where.NO_MONEY})),
    st.none() | st.integers(0, 400),
    st.tuples(MAYBE, MAYBE, MAYBE, MAYBE),
)


@pytest.mark.covers("X2", "K14")
@given(facts=FACTS)
def test_whatever_is_known_the_advice_keeps_its_promises(facts: TenderFacts) -> None:
    advice = advise(facts)
    ways = [way.decision for way in advice.ways]
    place = facts.rules.place if facts.rules else ""
    is_cheque = facts.where is Where.CHEQUE_IN_HAND
    assert (D.BANK in ways) is (is_cheque and place == "GB-EAW")
    assert ways[0] is not D.ACCEPT
    assert ways[-1] is D.ACCEPT
    assert advice.rules
    assert advice.decide_by >= TODAY
    assert all(way.by >= TODAY for way in advice.ways)
    assert (D.REPAY in ways) is (advice.repay_by is not None)
    if D.REPAY in ways:
        assert place.startswith("US-")
        assert facts.knew is not True
        assert facts.gave_notice is not True
    assert (D.WAIT in ways) <= (facts.where in (Where.CHEQUE_IN_HAND, Where.CASH))


# --- in words -------------------------------------------------------------------------

PHRASES = Phrases(templates_dir() / "phrases", strict=True)
STEP = load_all(playbooks_dir())["services"].step("tender")
NOW = datetime(2026, 5, 7, 9, tzinfo=UTC)


def shown(code: str, where: Where, **answers: object) -> str:
    """Everything that the decision card says, with its buttons."""
    facts: dict[str, object] = {
        "money_amount": Money.of(820, "USD"),
        "money_where": where,
        "money_words": "words",
        "money_on": date(2026, 4, 20),
        "money_place": code,
        **answers,
    }
    case = Case.begin("D-7", "b").record(
        (
            CaseOpened("services", "USD", "7"),
            HoldStarted(date(2026, 6, 7)),
            InvoiceDescribed(Money.of(1000, "USD")),
            MoneyReported(),
            *(FactRecorded(name, value, "P1") for name, value in facts.items()),  # type: ignore[arg-type]  # as stored
        ),
        at=NOW,
        by="Robin",
        platform="test",
    )
    atlas = Atlas(find_place, place_rules)
    here = Situation(
        case,
        NOW,
        Profile(place=code),
        Calendar(),
        "UTC",
        Habits(),
        "services",
        atlas=atlas,
        advise_tender=advise,
    )
    assert isinstance(STEP, DecideTender)
    asked = STEP.ask(here.about("P1"))
    parts = [worded(part, _say) for part in (*asked.above, asked.question)]
    texts = [p.text for p in parts if isinstance(p, Paragraph)]
    texts += [cell for p in parts if isinstance(p, Table) for r in p.rows for cell in r]
    return "\n".join([*texts, *(_say(o.label) for o in asked.question.options)])


def _say(said: object) -> str:
    return PHRASES.say(said, language="en_GB", zone="UTC")  # type: ignore[arg-type]


@pytest.mark.covers("X2", "K14", "K7")
@pytest.mark.parametrize("code", [*CODES, "elsewhere", "not_sure", ""])
def test_the_card_never_says_bank_it_where_that_was_not_verified(code: str) -> None:
    for where in (Where.CHEQUE_IN_HAND, Where.CASH, Where.TRANSFER, Where.CARD):
        text = shown(code, where)
        tells_to_bank = re.search(r"(?<!not )\bbank (it|the)\b", text, re.IGNORECASE)
        may = code == "GB-EAW" and where is Where.CHEQUE_IN_HAND
        assert bool(tells_to_bank) is may, (where, text)


@pytest.mark.covers("X2", "K13")
def test_each_legal_statement_names_place_day_and_source() -> None:
    text = shown("US-TX", Where.CHEQUE_IN_HAND)
    assert "In Texas, " in text
    assert " may end your claim" in text
    assert "read 20 November 2026: http" in text
    assert "not legal advice" in text
    california = shown("US-CA", Where.CHEQUE_IN_HAND)
    assert "leginfo.legislature.ca.gov" in california
    unknown = shown("elsewhere", Where.CHEQUE_IN_HAND)
    assert "The place is not known" in unknown
    assert "http" not in unknown

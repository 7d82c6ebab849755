"""The paid-in-full stopper: which ways are open for a tender, until when, and why.

Pure rules over what the owner answered and what was read of the place. Every rule is
named, and its phrase carries the source:

- Guide S2-28, S2-29: cashing a payment marked as full and final without an objection
  may settle everything; always write where it is taken as a part.
- K7: writing is too weak where the uniform text of UCC 3-311 is the law. Banking
  discharges the claim; paying the money back within 90 days may undo that, unless
  whoever banked it knew of the words, or the business relies on a notice of where to
  send such payments. So nothing is banked before the decision.
- K14: "bank it with this rejection" only where the notes of the place support it; a
  place that is unknown or was not verified is treated as one that does not.
- What came by transfer or card has arrived already: it is accepted or rejected in
  writing at once.

The numbers of days come from the place's row. The only one of our own is when a delay
is said to count: the case read for England and Wales speaks of two to three weeks (K7).
"""

from dataclasses import replace
from datetime import timedelta

from assistant.domain.place_rules import PlaceRules
from assistant.domain.tender import (
    ARRIVED,
    IN_HAND,
    Decision,
    Rule,
    TenderAdvice,
    TenderFacts,
    Way,
    Where,
)

_LONG_DELAY = timedelta(days=14)


def advise(facts: TenderFacts) -> TenderAdvice:
    """The ways for this tender, the recommended first, and the rules they rest on."""
    if facts.where in IN_HAND:
        advice = _in_hand(facts)
    elif facts.where in ARRIVED:
        advice = _arrived(facts)
    else:
        advice = _banked(facts)
    if facts.is_disputed is False:
        return replace(advice, rules=(*advice.rules, Rule.NOT_DISPUTED))
    return advice


def may_bank(facts: TenderFacts) -> bool:
    """Whether a cheque may be banked with a rejection: only where K14 has it."""
    in_hand = facts.where is Where.CHEQUE_IN_HAND
    return in_hand and facts.rules is not None and facts.rules.may_bank_rejecting


def _in_hand(facts: TenderFacts) -> TenderAdvice:
    """Nothing has happened yet: nothing is banked before the decision."""
    soon = facts.today if facts.has_waited else facts.soon
    ways = [] if facts.has_waited else [Way(Decision.WAIT, soon)]
    ways.append(Way(Decision.RETURN, soon))
    if may_bank(facts):
        ways.append(Way(Decision.BANK, facts.today))
    ways.append(Way(Decision.ACCEPT, soon))
    rule = _banking_rule(facts.rules)
    return TenderAdvice((rule,), tuple(ways), soon, facts.rules)


def _banking_rule(place: PlaceRules | None) -> Rule:
    if place is None:
        return Rule.PLACE_UNKNOWN
    if not place.is_bank_rule_known:
        return Rule.NOT_VERIFIED
    if place.may_bank_rejecting:
        return Rule.REJECT_THEN_BANK
    return Rule.BANKING_SETTLES


def _arrived(facts: TenderFacts) -> TenderAdvice:
    """Silence may be read as a yes: in writing, today, whichever way."""
    rules = [Rule.ARRIVED]
    if _is_long_ago(facts):
        rules.append(Rule.DELAY_COUNTS)
    return _written(facts, rules, Decision.SEND_BACK)


def _banked(facts: TenderFacts) -> TenderAdvice:
    """A cheque that was banked: write, and pay back where that may still help."""
    place = facts.rules
    if place is None or not place.is_bank_rule_known:
        rules = [Rule.BANKED_UNVERIFIED if place else Rule.PLACE_UNKNOWN]
        return _written(facts, rules, Decision.SEND_BACK)
    if place.may_bank_rejecting:
        rules = [Rule.BANKED_WRITE_NOW]
        if _is_long_ago(facts):
            rules.append(Rule.DELAY_COUNTS)
        return _written(facts, rules, Decision.SEND_BACK)
    return _repayable(facts, place)


def _repayable(facts: TenderFacts, place: PlaceRules) -> TenderAdvice:
    """Where banking settles: the window of repayment, where it can still help."""
    if facts.knew:
        return _written(facts, [Rule.BANKED_KNOWING])
    if facts.gave_notice:
        return _written(facts, [Rule.NOTICE_INSTEAD])
    if place.repay_days is None or facts.arrived_on is None:
        return _written(facts, [Rule.BANKED_KNOWING])
    last = facts.arrived_on + timedelta(days=place.repay_days)
    if last < facts.today:
        return _written(facts, [Rule.REPAY_OVER])
    ways = (
        Way(Decision.REPAY, last),
        Way(Decision.REJECT, facts.today),
        Way(Decision.ACCEPT, last),
    )
    return TenderAdvice((Rule.BANKED_UNKNOWING,), ways, facts.today, place, last)


def _written(facts: TenderFacts, rules: list[Rule], *back: Decision) -> TenderAdvice:
    """Rejected, sent back where that is open, or accepted: today, and in writing."""
    decisions = (Decision.REJECT, *back, Decision.ACCEPT)
    ways = tuple(Way(each, facts.today) for each in decisions)
    return TenderAdvice(tuple(rules), ways, facts.today, facts.rules)


def _is_long_ago(facts: TenderFacts) -> bool:
    came_on = facts.arrived_on
    return came_on is not None and facts.today - came_on >= _LONG_DELAY

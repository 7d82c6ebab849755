"""Made-up letter facts that lead into every branch of the templates.

`Letters.check` renders each template with each of them, and the approved letters of the
tests come from them too, so a new branch gets its sample here.
"""

from dataclasses import replace
from datetime import date

from assistant.domain.assessment import Assessment
from assistant.domain.call import LineResult
from assistant.domain.explanation import Explanation
from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letter_parts import (
    AgreedTerms,
    CallTold,
    CreditedLine,
    CreditMade,
    Ending,
    History,
    HoldTold,
    LinePart,
    OfferTerms,
    PaymentMade,
    Said,
    ToldLine,
)
from assistant.domain.readings import Reading
from assistant.domain.reasons import Reason
from assistant.domain.resolution import Instalment, Remedy, RemedyKind
from assistant.rendering.letter_samples_base import (
    ANSWERED,
    BARE,
    DENIED,
    ENCLOSURES,
    LATER,
    NAMED,
    OBJECTED,
    OPEN,
    PAID,
    PLAIN,
    RIGHT,
    SENDER,
    TOTAL,
    a_line,
    eur,
    sums_of,
)
from assistant.rendering.letter_samples_money import money_samples


def samples() -> dict[str, LetterFacts]:
    """The sample facts by name; each name says what is special about it."""
    numbered = {
        "plain": PLAIN,
        "parting": replace(PLAIN, is_parting=True),
        **_begun(),
        **money_samples(PLAIN),
        **_called(),
        **_denied(),
        **_conceded(),
        **_mixed(),
        **_offered(),
        **_waiting(),
        **_agreed(),
        **_remedies(),
        **_plans(),
        **_credited(),
        **_ended(),
    }
    unnumbered = {
        f"{name}_unnumbered": replace(facts, invoice=replace(NAMED, number=None))
        for name, facts in numbered.items()
    }
    return {"bare": BARE, **numbered, **unnumbered}


def sample_spread() -> list[LetterFacts]:
    """Some that differ much, where every line is led into elsewhere."""
    return every_sample()[::6]


def every_sample() -> list[LetterFacts]:
    """Those that lead into every branch; one has no invoice number, not each again."""
    return [
        facts
        for name, facts in samples().items()
        if name == "plain_unnumbered" or not name.endswith("_unnumbered")
    ]


def _begun() -> dict[str, LetterFacts]:
    """Before the answer: what was said, the hold, money that has come."""
    specific = Said(
        "Third revision round",
        "two rounds of revisions, as in the offer",
        "an invoice for three rounds",
        eur(340_000),
        "an invoice without the third round",
        is_specific=True,
    )
    partly = Said(line="Third revision round")
    in_brief = replace(partly, amount=eur(340_000), is_specific=True)
    may_cross = HoldTold(is_on=True, may_cross=True)
    part_paid = replace(
        PLAIN, sums=sums_of(disputed=340_000, paid=500_000), payment=PAID
    )
    all_paid = PaymentMade(eur(TOTAL), date(2026, 5, 4))
    return {
        "partly_said": replace(PLAIN, said=partly),
        "specific": replace(PLAIN, said=specific),
        "specific_in_brief": replace(PLAIN, said=in_brief),
        "asked_before": replace(LATER, said=partly),
        "may_cross": replace(PLAIN, hold=may_cross),
        "hold_partial": replace(PLAIN, hold=replace(may_cross, is_partial=True)),
        "part_paid": part_paid,
        "all_paid": replace(PLAIN, sums=sums_of(paid=TOTAL), payment=all_paid),
    }


def _called() -> dict[str, LetterFacts]:
    """A job on site: the call that was tried or held, and why each line is due."""
    reading = Reading("capacitor", "2.1 µF", "5 µF")
    why = Explanation(
        "the part that starts the compressor",
        reading,
        without="the compressor would have worked harder and worn out early",
    )
    bare = Explanation(reading=replace(reading, part=""))
    seen = Explanation(found="the contacts were burnt")
    capacitor = ToldLine(
        "Run capacitor", LinePart.LINE, eur(48_000), LineResult.UNDERSTOOD
    )
    clear = replace(capacitor, explained=why)
    objected = replace(
        clear, result=LineResult.STILL_OBJECTS, objection="the last one cost 90"
    )
    cheaper = ToldLine(
        "Contactor",
        LinePart.LINE,
        eur(22_000),
        LineResult.WANTS_LOWER,
        eur(15_000),
        explained=seen,
    )
    unsaid = replace(capacitor, result=LineResult.STILL_OBJECTS)
    dearer = replace(unsaid, result=LineResult.WANTS_LOWER)
    call = CallTold(held_on=PLAIN.today, lines=(clear,))
    open_lines = (clear, objected, cheaper, unsaid, dearer)
    all_open = replace(call, held_on=OBJECTED, lines=(objected,))
    cleared = replace(PLAIN, lines=(), sums=sums_of(), call=call)
    tried = replace(PLAIN, call=CallTold(tried_on=OBJECTED))
    named = replace(RIGHT, not_agreed=True, explained=why)
    rest = a_line(None, 220_000, Assessment.NOT_VALID, part=LinePart.REST)
    return {
        "call_tried": tried,
        "call_in_writing": replace(PLAIN, call=CallTold(in_writing=True)),
        "call_cleared": cleared,
        "call_still_open": replace(PLAIN, call=replace(call, lines=open_lines)),
        "call_all_open": replace(PLAIN, sums=sums_of(disputed=TOTAL), call=all_open),
        "denied_with_readings": replace(
            PLAIN,
            lines=(
                replace(DENIED, name="Run capacitor", explained=why),
                replace(DENIED, name="Contactor", explained=seen),
                replace(DENIED, name="Filter", explained=bare),
                replace(rest, explained=seen),
            ),
            sums=sums_of(disputed=TOTAL),
            enclosures=ENCLOSURES[:2],
        ),
        "offered_with_readings": replace(
            PLAIN,
            lines=(replace(OPEN, name="Run capacitor", explained=why),),
            sums=sums_of(disputed=120_000),
            offer=OfferTerms(eur(60_000), eur(1_180_000), date(2026, 5, 21)),
        ),
        "mixed_with_readings": replace(
            PLAIN,
            lines=(
                named,
                replace(DENIED, name="Run capacitor", explained=why),
                replace(OPEN, name="Contactor", explained=seen),
            ),
            sums=sums_of(disputed=540_000, conceded=80_000),
        ),
        "conceded_not_agreed": replace(
            PLAIN,
            lines=(replace(named, conceded=eur(40_000), kept=eur(40_000)),),
            sums=sums_of(disputed=80_000, conceded=40_000),
            put_right_by="credit_note",
        ),
    }


def _denied() -> dict[str, LetterFacts]:
    said = Said(
        expected="two rounds of revisions", received="three rounds", is_specific=True
    )
    whole = a_line(None, TOTAL, Assessment.NOT_VALID, part=LinePart.WHOLE)
    rest = a_line(None, 120_000, Assessment.NOT_VALID, part=LinePart.REST)
    rounding = a_line(None, 2, Assessment.NOT_VALID, part=LinePart.ROUNDING)
    part = a_line(None, 80_000, Assessment.NOT_VALID, part=LinePart.PART)
    denied = replace(PLAIN, lines=(DENIED,), enclosures=ENCLOSURES[:3])
    return {
        "denied": replace(denied, said=said),
        "denied_pay_online": replace(
            denied, business=replace(SENDER, pay_link="https://pay.example/INV-2041")
        ),
        "denied_on_every_paper": replace(denied, enclosures=ENCLOSURES),
        "denied_on_no_paper": replace(denied, enclosures=()),
        "denied_part_paid": replace(
            denied, sums=sums_of(disputed=340_000, paid=500_000), payment=PAID
        ),
        "denied_whole": replace(denied, lines=(whole,), sums=sums_of(disputed=TOTAL)),
        "denied_part": replace(denied, lines=(part,)),
        "denied_rest": replace(
            denied, lines=(DENIED, rest, rounding), sums=sums_of(disputed=460_002)
        ),
        "denied_after_concession": replace(
            denied, sums=sums_of(disputed=340_000, conceded=60_000)
        ),
    }


def _conceded() -> dict[str, LetterFacts]:
    conceded = replace(
        PLAIN, lines=(RIGHT,), sums=sums_of(disputed=80_000, conceded=80_000)
    )
    partly = a_line("Rush fee", 80_000, Assessment.VALID, conceded=50_000)
    unnamed = a_line("Rush fee", 80_000, Assessment.VALID)
    whole = a_line(None, TOTAL, Assessment.VALID, TOTAL, LinePart.WHOLE)
    return {
        "conceded": conceded,
        "conceded_partly": replace(
            conceded,
            lines=(partly,),
            sums=sums_of(disputed=80_000, conceded=50_000),
            put_right_by="work_done",
        ),
        "conceded_by_invoice": replace(conceded, put_right_by="corrected_invoice"),
        "conceded_all": replace(
            conceded,
            lines=(whole,),
            sums=sums_of(disputed=TOTAL, conceded=TOTAL),
            put_right_by="credit_note",
        ),
        "conceded_part_paid": replace(
            conceded,
            sums=sums_of(disputed=80_000, conceded=80_000, paid=500_000),
            payment=PAID,
        ),
        "conceded_no_amount": replace(
            conceded,
            lines=(unnamed,),
            sums=sums_of(disputed=80_000),
            put_right_by="work_done",
        ),
        "conceded_american": replace(
            conceded, business=replace(SENDER, is_american=True)
        ),
    }


def _mixed() -> dict[str, LetterFacts]:
    unclear = a_line("Stock photographs", 120_000, Assessment.UNCLEAR)
    mixed = replace(
        PLAIN,
        lines=(RIGHT, DENIED),
        sums=sums_of(disputed=420_000, conceded=80_000),
        enclosures=ENCLOSURES[:3],
    )
    return {
        "mixed": mixed,
        "mixed_no_credit": replace(
            mixed, lines=(DENIED,), sums=sums_of(disputed=340_000)
        ),
        "mixed_nothing_left": replace(
            mixed,
            lines=(RIGHT,),
            sums=sums_of(disputed=80_000, conceded=80_000, paid=1_160_000),
        ),
        "mixed_unclear": replace(
            mixed,
            lines=(RIGHT, unclear),
            sums=sums_of(disputed=200_000, conceded=80_000),
            enclosures=(),
        ),
        "mixed_offer_unnamed": replace(
            mixed, lines=(DENIED, OPEN), sums=sums_of(disputed=460_000)
        ),
        "mixed_offered": replace(
            mixed,
            lines=(RIGHT, DENIED, OPEN),
            sums=sums_of(disputed=540_000, conceded=80_000),
            offer=OfferTerms(eur(60_000), eur(1_100_000), date(2026, 5, 21)),
        ),
    }


def _offered() -> dict[str, LetterFacts]:
    offer = OfferTerms(eur(60_000), eur(1_180_000), date(2026, 5, 21))
    offered = replace(PLAIN, lines=(OPEN,), sums=sums_of(disputed=120_000), offer=offer)
    last = OfferTerms(eur(60_000), eur(0), date(2026, 5, 21))
    return {
        "offered": offered,
        "offered_with_papers": replace(offered, enclosures=ENCLOSURES[:2]),
        "offer_unnamed": replace(offered, offer=None),
        "offered_all_off": replace(
            offered, sums=sums_of(disputed=60_000, paid=1_180_000), offer=last
        ),
    }


def _waiting() -> dict[str, LetterFacts]:
    """An answer is out: reminders of it, and the letter before court."""
    offer = OfferTerms(eur(60_000), eur(1_180_000), date(2026, 5, 21))
    lapsed = replace(offer, expires_on=date(2026, 5, 15), has_ended=True)
    offered_on = replace(LATER.history, offered_on=ANSWERED)
    waiting = replace(LATER, offer=offer, history=offered_on)
    final = replace(
        LATER,
        offer=lapsed,
        final_by=date(2026, 6, 12),
        history=offered_on,
        enclosures=ENCLOSURES[:3],
    )
    long_ago = replace(
        offered_on, asked_again_on=date(2026, 5, 8), offered_on=date(2026, 5, 14)
    )
    return {
        "waiting_offer": waiting,
        "waiting_offer_all_off": replace(waiting, offer=replace(offer, rest=eur(0))),
        "waiting_offer_lapsed": replace(waiting, offer=lapsed),
        "waiting_date_ahead": replace(LATER, answer_named_on=date(2026, 5, 21)),
        "waiting_date_passed": replace(LATER, answer_named_on=date(2026, 5, 15)),
        "waiting_no_date": LATER,
        "final": final,
        "final_after_much": replace(
            final,
            sums=sums_of(
                200_000, 50_000, paid=500_000, credited=80_000, written_off=100
            ),
            history=long_ago,
            enclosures=(),
        ),
    }


def _agreed() -> dict[str, LetterFacts]:
    terms = AgreedTerms(
        eur(1_180_000),
        eur(60_000),
        eur(TOTAL),
        date(2026, 5, 21),
        on_payment=True,
    )
    agreed = replace(
        PLAIN,
        agreement=terms,
        sums=sums_of(disputed=60_000, conceded=60_000),
        ending=Ending.AGREED,
    )
    in_full = replace(terms, to_pay=eur(TOTAL), let_off=eur(0), on_payment=False)
    nothing = replace(terms, to_pay=eur(0), let_off=eur(TOTAL), on_payment=False)
    return {
        "agreed_on_payment": agreed,
        "agreed": replace(agreed, agreement=replace(terms, on_payment=False)),
        "agreed_in_full": replace(agreed, agreement=in_full, sums=sums_of()),
        "agreed_on_nothing": replace(
            agreed, agreement=nothing, sums=sums_of(TOTAL, TOTAL)
        ),
    }


def _remedies() -> dict[str, LetterFacts]:
    """Something done instead of money off: offered, still open, agreed on."""
    by, until = date(2026, 6, 3), date(2026, 5, 21)
    what = {
        RemedyKind.REDO: "the photographs of the spa, in daylight",
        RemedyKind.FINISH: "the last two pages of the brochure",
        RemedyKind.WARRANTY: "two years instead of one on the fittings",
        RemedyKind.SERVICE_CREDIT: "towards your next shoot",
    }
    offered, agreed = _offered()["offered"], _agreed()["agreed_in_full"]
    found: dict[str, LetterFacts] = {}
    for kind, words in what.items():
        worth = eur(40_000) if kind is RemedyKind.SERVICE_CREDIT else None
        remedy = Remedy(kind, words, by, worth)
        offer = OfferTerms(eur(0), eur(TOTAL), until, remedy=remedy)
        terms = agreed.agreement and replace(agreed.agreement, remedy=remedy)
        found[f"offered_{kind}"] = replace(offered, offer=offer)
        found[f"agreed_{kind}"] = replace(agreed, agreement=terms)
    bare = Remedy(RemedyKind.SERVICE_CREDIT, "as we said", by)
    nothing = OfferTerms(eur(0), eur(0), until, remedy=bare)
    waiting = replace(found["offered_redo"], history=LATER.history, today=LATER.today)
    terms = agreed.agreement and replace(agreed.agreement, remedy=bare)
    return {
        **found,
        "offered_credit_unsaid": replace(offered, offer=nothing),
        "agreed_credit_unsaid": replace(agreed, agreement=terms),
        "waiting_remedy": waiting,
    }


def _plans() -> dict[str, LetterFacts]:
    """Paid in parts, with a reduction that waits for the payment, or not, or none."""
    agreed = _agreed()
    days = (date(2026, 5, 21), date(2026, 6, 21), date(2026, 7, 21))

    def planned(name: str) -> LetterFacts:
        facts = agreed[name]
        terms = facts.agreement
        if terms is None:
            raise AssertionError(f"{name} has no agreement")
        parts = tuple(map(Instalment, terms.to_pay.split([1, 1, 1]), days))
        plan = replace(terms, instalments=parts, pay_by=days[-1])
        return replace(facts, agreement=plan, pay_by=days[-1])

    return {
        "plan_on_payment": planned("agreed_on_payment"),
        "plan_credited": planned("agreed"),
        "plan_in_full": planned("agreed_in_full"),
    }


def _credited() -> dict[str, LetterFacts]:
    rush_fee = CreditedLine("Rush fee", LinePart.LINE, eur(80_000), eur(80_000), eur(0))
    hours = CreditedLine(
        "Design hours", LinePart.LINE, eur(400_000), eur(80_000), eur(320_000)
    )
    note = CreditMade("CN-17", eur(80_000), eur(TOTAL))
    invoice = replace(note, number="INV-2041-A")
    credited = replace(
        PLAIN,
        lines=(),
        sums=sums_of(credited=80_000),
        credited_lines=(rush_fee,),
        credit_note=note,
        corrected_invoice=invoice,
        reason=Reason.SCOPE,
    )
    return {
        "credited": credited,
        "credited_partly": replace(credited, credited_lines=(hours,)),
        "credited_no_number": replace(
            credited,
            reason=None,
            credit_note=replace(note, number=""),
            corrected_invoice=replace(note, number=""),
        ),
        "credited_still_disputed": replace(
            credited, lines=(DENIED,), sums=sums_of(disputed=340_000, credited=80_000)
        ),
        "credited_and_paid": replace(
            credited, sums=sums_of(credited=80_000, paid=1_160_000)
        ),
        "credited_american": replace(
            credited, business=replace(SENDER, is_american=True)
        ),
        **{f"reason_{why}": replace(credited, reason=why) for why in Reason},
    }


def _ended() -> dict[str, LetterFacts]:
    settled = replace(LATER, lines=(), sums=sums_of())
    part = replace(LATER, let_go=eur(340_000), rest=eur(900_000))
    whole = replace(LATER, let_go=eur(TOTAL), rest=eur(0))
    return {
        **{f"ending_{end}": replace(settled, ending=end) for end in Ending},
        "unanswered_without_answer": replace(
            settled, ending=Ending.UNANSWERED, history=History()
        ),
        "let_go_part": part,
        "let_go_part_parting": replace(part, is_parting=True),
        "let_go_all": whole,
        "let_go_all_parting": replace(whole, is_parting=True),
    }

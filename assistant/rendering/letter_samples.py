"""Made-up letter facts that lead into every branch of the templates.

`Letters.check` renders each template with each of them, and the approved letters of the
tests come from them too, so a new branch gets its sample here.
"""

from dataclasses import replace
from datetime import date

from assistant.domain.assessment import Assessment
from assistant.domain.call import LineResult
from assistant.domain.evidence import EvidenceKind
from assistant.domain.explanation import Explanation
from assistant.domain.letter_facts import NOT_ENCLOSED, LetterFacts
from assistant.domain.letter_parts import (
    AgreedTerms,
    CallTold,
    CreditedLine,
    CreditMade,
    DisputedLine,
    Enclosure,
    Ending,
    History,
    HoldTold,
    InvoiceNamed,
    LinePart,
    OfferTerms,
    PaymentMade,
    Said,
    Sender,
    Sums,
    ToldLine,
)
from assistant.domain.money import Money
from assistant.domain.readings import Reading
from assistant.domain.reasons import Reason
from assistant.domain.resolution import Instalment, Remedy, RemedyKind
from assistant.rendering.letter_samples_money import money_samples


def samples() -> dict[str, LetterFacts]:
    """The sample facts by name; each name says what is special about it."""
    numbered = {
        "plain": _PLAIN,
        "parting": replace(_PLAIN, is_parting=True),
        **_begun(),
        **money_samples(_PLAIN),
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
        f"{name}_unnumbered": replace(facts, invoice=replace(_NAMED, number=None))
        for name, facts in numbered.items()
    }
    return {"bare": _BARE, **numbered, **unnumbered}


def checked_samples() -> list[LetterFacts]:
    """Those that lead into every branch; one has no invoice number, not each again."""
    return [
        facts
        for name, facts in samples().items()
        if name == "plain_unnumbered" or not name.endswith("_unnumbered")
    ]


def _eur(minor: int) -> Money:
    return Money(minor, "EUR")


def _sums(
    disputed: int = 0,
    conceded: int = 0,
    paid: int = 0,
    credited: int = 0,
    written_off: int = 0,
) -> Sums:
    """The sums of an invoice over 12,400.00, in cents; they add up."""
    due = _TOTAL - paid - credited - written_off
    return Sums(
        invoiced=_eur(_TOTAL),
        paid=_eur(paid),
        undisputed=_eur(due - disputed),
        disputed=_eur(disputed),
        conceded=_eur(conceded),
        credited=_eur(credited),
        written_off=_eur(written_off),
        due=_eur(due),
        owed=_eur(due - conceded),
        billed=_eur(_TOTAL - credited),
    )


def _line(
    name: str | None,
    disputed: int,
    label: Assessment | None,
    conceded: int = 0,
    part: LinePart = LinePart.LINE,
) -> DisputedLine:
    kept = disputed - conceded
    return DisputedLine(name, part, _eur(disputed), _eur(conceded), _eur(kept), label)


_TOTAL = 1_240_000
_SENDER = Sender(
    "Studio North",
    "Anna Berg",
    ("12 Mill Lane", "Cork"),
    "anna@studio-north.example",
    "+353 21 555 0142",
    "IE1234567T",
)
_NAMED = InvoiceNamed("INV-2041", date(2026, 4, 20), date(2026, 5, 20))
_PAPERS = [kind for kind in EvidenceKind if kind not in NOT_ENCLOSED]
_ENCLOSURES = tuple(
    Enclosure(number, kind, f"{kind}.pdf", date(2026, 3, 2) if number % 2 else None)
    for number, kind in enumerate(_PAPERS, 1)
)
_OBJECTED, _ACKNOWLEDGED, _ANSWERED = (
    date(2026, 5, 6),
    date(2026, 5, 7),
    date(2026, 5, 11),
)
_PLAIN = LetterFacts(
    business=_SENDER,
    customer="Harbour Café",
    case_id="D-INV-2041",
    invoice=_NAMED,
    sums=_sums(disputed=340_000),
    today=date(2026, 5, 7),
    call_by=date(2026, 5, 8),
    reply_by=date(2026, 5, 14),
    answer_by=date(2026, 5, 11),
    pay_by=date(2026, 5, 21),
    let_go=_eur(0),
    rest=_eur(_TOTAL),
    lines=(_line("Third revision round", 340_000, None),),
    history=History(_OBJECTED),
    hold=HoldTold(is_on=True),
)
_BARE = LetterFacts(
    business=Sender(),
    customer=None,
    case_id="D-1",
    invoice=InvoiceNamed(),
    sums=Sums(*[_eur(0)] * 10),
    today=date(2026, 5, 7),
    call_by=date(2026, 5, 8),
    reply_by=date(2026, 5, 14),
    answer_by=date(2026, 5, 11),
    pay_by=date(2026, 5, 21),
    let_go=_eur(0),
    rest=_eur(0),
)
# A letter that is written when an answer has been out for a while.
_LATER = replace(
    _PLAIN,
    today=date(2026, 5, 18),
    call_by=date(2026, 5, 19),
    reply_by=date(2026, 5, 25),
    answer_by=date(2026, 5, 21),
    pay_by=date(2026, 6, 2),
    history=History(_OBJECTED, _ACKNOWLEDGED, None, _ANSWERED),
)
_PAID = PaymentMade(_eur(500_000), date(2026, 5, 4))
_DENIED = _line("Third revision round", 340_000, Assessment.NOT_VALID)
_OPEN = _line("Stock photographs", 120_000, Assessment.AMBIGUOUS)
_RIGHT = _line("Rush fee", 80_000, Assessment.VALID, conceded=80_000)


def _begun() -> dict[str, LetterFacts]:
    """Before the answer: what was said, the hold, money that has come."""
    specific = Said(
        "Third revision round",
        "two rounds of revisions, as in the offer",
        "an invoice for three rounds",
        _eur(340_000),
        "an invoice without the third round",
        is_specific=True,
    )
    partly = Said(line="Third revision round")
    in_brief = replace(partly, amount=_eur(340_000), is_specific=True)
    may_cross = HoldTold(is_on=True, may_cross=True)
    part_paid = replace(
        _PLAIN, sums=_sums(disputed=340_000, paid=500_000), payment=_PAID
    )
    all_paid = PaymentMade(_eur(_TOTAL), date(2026, 5, 4))
    return {
        "partly_said": replace(_PLAIN, said=partly),
        "specific": replace(_PLAIN, said=specific),
        "specific_in_brief": replace(_PLAIN, said=in_brief),
        "asked_before": replace(_LATER, said=partly),
        "may_cross": replace(_PLAIN, hold=may_cross),
        "hold_partial": replace(_PLAIN, hold=replace(may_cross, is_partial=True)),
        "part_paid": part_paid,
        "all_paid": replace(_PLAIN, sums=_sums(paid=_TOTAL), payment=all_paid),
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
        "Run capacitor", LinePart.LINE, _eur(48_000), LineResult.UNDERSTOOD
    )
    clear = replace(capacitor, explained=why)
    objected = replace(
        clear, result=LineResult.STILL_OBJECTS, objection="the last one cost 90"
    )
    cheaper = ToldLine(
        "Contactor",
        LinePart.LINE,
        _eur(22_000),
        LineResult.WANTS_LOWER,
        _eur(15_000),
        explained=seen,
    )
    unsaid = replace(capacitor, result=LineResult.STILL_OBJECTS)
    dearer = replace(unsaid, result=LineResult.WANTS_LOWER)
    call = CallTold(held_on=_PLAIN.today, lines=(clear,))
    open_lines = (clear, objected, cheaper, unsaid, dearer)
    all_open = replace(call, held_on=_OBJECTED, lines=(objected,))
    cleared = replace(_PLAIN, lines=(), sums=_sums(), call=call)
    tried = replace(_PLAIN, call=CallTold(tried_on=_OBJECTED))
    named = replace(_RIGHT, not_agreed=True, explained=why)
    rest = _line(None, 220_000, Assessment.NOT_VALID, part=LinePart.REST)
    return {
        "call_tried": tried,
        "call_in_writing": replace(_PLAIN, call=CallTold(in_writing=True)),
        "call_cleared": cleared,
        "call_still_open": replace(_PLAIN, call=replace(call, lines=open_lines)),
        "call_all_open": replace(_PLAIN, sums=_sums(disputed=_TOTAL), call=all_open),
        "denied_with_readings": replace(
            _PLAIN,
            lines=(
                replace(_DENIED, name="Run capacitor", explained=why),
                replace(_DENIED, name="Contactor", explained=seen),
                replace(_DENIED, name="Filter", explained=bare),
                replace(rest, explained=seen),
            ),
            sums=_sums(disputed=_TOTAL),
            enclosures=_ENCLOSURES[:2],
        ),
        "offered_with_readings": replace(
            _PLAIN,
            lines=(replace(_OPEN, name="Run capacitor", explained=why),),
            sums=_sums(disputed=120_000),
            offer=OfferTerms(_eur(60_000), _eur(1_180_000), date(2026, 5, 21)),
        ),
        "mixed_with_readings": replace(
            _PLAIN,
            lines=(
                named,
                replace(_DENIED, name="Run capacitor", explained=why),
                replace(_OPEN, name="Contactor", explained=seen),
            ),
            sums=_sums(disputed=540_000, conceded=80_000),
        ),
        "conceded_not_agreed": replace(
            _PLAIN,
            lines=(replace(named, conceded=_eur(40_000), kept=_eur(40_000)),),
            sums=_sums(disputed=80_000, conceded=40_000),
            put_right_by="credit_note",
        ),
    }


def _denied() -> dict[str, LetterFacts]:
    said = Said(
        expected="two rounds of revisions", received="three rounds", is_specific=True
    )
    whole = _line(None, _TOTAL, Assessment.NOT_VALID, part=LinePart.WHOLE)
    rest = _line(None, 120_000, Assessment.NOT_VALID, part=LinePart.REST)
    rounding = _line(None, 2, Assessment.NOT_VALID, part=LinePart.ROUNDING)
    denied = replace(_PLAIN, lines=(_DENIED,), enclosures=_ENCLOSURES[:3])
    return {
        "denied": replace(denied, said=said),
        "denied_pay_online": replace(
            denied, business=replace(_SENDER, pay_link="https://pay.example/INV-2041")
        ),
        "denied_on_every_paper": replace(denied, enclosures=_ENCLOSURES),
        "denied_on_no_paper": replace(denied, enclosures=()),
        "denied_part_paid": replace(
            denied, sums=_sums(disputed=340_000, paid=500_000), payment=_PAID
        ),
        "denied_whole": replace(denied, lines=(whole,), sums=_sums(disputed=_TOTAL)),
        "denied_rest": replace(
            denied, lines=(_DENIED, rest, rounding), sums=_sums(disputed=460_002)
        ),
        "denied_after_concession": replace(
            denied, sums=_sums(disputed=340_000, conceded=60_000)
        ),
    }


def _conceded() -> dict[str, LetterFacts]:
    conceded = replace(
        _PLAIN, lines=(_RIGHT,), sums=_sums(disputed=80_000, conceded=80_000)
    )
    partly = _line("Rush fee", 80_000, Assessment.VALID, conceded=50_000)
    unnamed = _line("Rush fee", 80_000, Assessment.VALID)
    whole = _line(None, _TOTAL, Assessment.VALID, _TOTAL, LinePart.WHOLE)
    return {
        "conceded": conceded,
        "conceded_partly": replace(
            conceded,
            lines=(partly,),
            sums=_sums(disputed=80_000, conceded=50_000),
            put_right_by="work_done",
        ),
        "conceded_by_invoice": replace(conceded, put_right_by="corrected_invoice"),
        "conceded_all": replace(
            conceded,
            lines=(whole,),
            sums=_sums(disputed=_TOTAL, conceded=_TOTAL),
            put_right_by="credit_note",
        ),
        "conceded_part_paid": replace(
            conceded,
            sums=_sums(disputed=80_000, conceded=80_000, paid=500_000),
            payment=_PAID,
        ),
        "conceded_no_amount": replace(
            conceded,
            lines=(unnamed,),
            sums=_sums(disputed=80_000),
            put_right_by="work_done",
        ),
        "conceded_american": replace(
            conceded, business=replace(_SENDER, is_american=True)
        ),
    }


def _mixed() -> dict[str, LetterFacts]:
    unclear = _line("Stock photographs", 120_000, Assessment.UNCLEAR)
    mixed = replace(
        _PLAIN,
        lines=(_RIGHT, _DENIED),
        sums=_sums(disputed=420_000, conceded=80_000),
        enclosures=_ENCLOSURES[:3],
    )
    return {
        "mixed": mixed,
        "mixed_no_credit": replace(
            mixed, lines=(_DENIED,), sums=_sums(disputed=340_000)
        ),
        "mixed_nothing_left": replace(
            mixed,
            lines=(_RIGHT,),
            sums=_sums(disputed=80_000, conceded=80_000, paid=1_160_000),
        ),
        "mixed_unclear": replace(
            mixed,
            lines=(_RIGHT, unclear),
            sums=_sums(disputed=200_000, conceded=80_000),
            enclosures=(),
        ),
        "mixed_offer_unnamed": replace(
            mixed, lines=(_DENIED, _OPEN), sums=_sums(disputed=460_000)
        ),
        "mixed_offered": replace(
            mixed,
            lines=(_RIGHT, _DENIED, _OPEN),
            sums=_sums(disputed=540_000, conceded=80_000),
            offer=OfferTerms(_eur(60_000), _eur(1_100_000), date(2026, 5, 21)),
        ),
    }


def _offered() -> dict[str, LetterFacts]:
    offer = OfferTerms(_eur(60_000), _eur(1_180_000), date(2026, 5, 21))
    offered = replace(_PLAIN, lines=(_OPEN,), sums=_sums(disputed=120_000), offer=offer)
    last = OfferTerms(_eur(60_000), _eur(0), date(2026, 5, 21))
    return {
        "offered": offered,
        "offered_with_papers": replace(offered, enclosures=_ENCLOSURES[:2]),
        "offer_unnamed": replace(offered, offer=None),
        "offered_all_off": replace(
            offered, sums=_sums(disputed=60_000, paid=1_180_000), offer=last
        ),
    }


def _waiting() -> dict[str, LetterFacts]:
    """An answer is out: reminders of it, and the letter before court."""
    offer = OfferTerms(_eur(60_000), _eur(1_180_000), date(2026, 5, 21))
    lapsed = replace(offer, expires_on=date(2026, 5, 15), has_ended=True)
    offered_on = replace(_LATER.history, offered_on=_ANSWERED)
    waiting = replace(_LATER, offer=offer, history=offered_on)
    final = replace(
        _LATER,
        offer=lapsed,
        final_by=date(2026, 6, 12),
        history=offered_on,
        enclosures=_ENCLOSURES[:3],
    )
    long_ago = replace(
        offered_on, asked_again_on=date(2026, 5, 8), offered_on=date(2026, 5, 14)
    )
    return {
        "waiting_offer": waiting,
        "waiting_offer_all_off": replace(waiting, offer=replace(offer, rest=_eur(0))),
        "waiting_offer_lapsed": replace(waiting, offer=lapsed),
        "waiting_date_ahead": replace(_LATER, answer_named_on=date(2026, 5, 21)),
        "waiting_date_passed": replace(_LATER, answer_named_on=date(2026, 5, 15)),
        "waiting_no_date": _LATER,
        "final": final,
        "final_after_much": replace(
            final,
            sums=_sums(200_000, 50_000, paid=500_000, credited=80_000, written_off=100),
            history=long_ago,
            enclosures=(),
        ),
    }


def _agreed() -> dict[str, LetterFacts]:
    terms = AgreedTerms(
        _eur(1_180_000),
        _eur(60_000),
        _eur(_TOTAL),
        date(2026, 5, 21),
        on_payment=True,
    )
    agreed = replace(
        _PLAIN,
        agreement=terms,
        sums=_sums(disputed=60_000, conceded=60_000),
        ending=Ending.AGREED,
    )
    in_full = replace(terms, to_pay=_eur(_TOTAL), let_off=_eur(0), on_payment=False)
    nothing = replace(terms, to_pay=_eur(0), let_off=_eur(_TOTAL), on_payment=False)
    return {
        "agreed_on_payment": agreed,
        "agreed": replace(agreed, agreement=replace(terms, on_payment=False)),
        "agreed_in_full": replace(agreed, agreement=in_full, sums=_sums()),
        "agreed_on_nothing": replace(
            agreed, agreement=nothing, sums=_sums(_TOTAL, _TOTAL)
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
        worth = _eur(40_000) if kind is RemedyKind.SERVICE_CREDIT else None
        remedy = Remedy(kind, words, by, worth)
        offer = OfferTerms(_eur(0), _eur(_TOTAL), until, remedy=remedy)
        terms = agreed.agreement and replace(agreed.agreement, remedy=remedy)
        found[f"offered_{kind}"] = replace(offered, offer=offer)
        found[f"agreed_{kind}"] = replace(agreed, agreement=terms)
    bare = Remedy(RemedyKind.SERVICE_CREDIT, "as we said", by)
    nothing = OfferTerms(_eur(0), _eur(0), until, remedy=bare)
    waiting = replace(found["offered_redo"], history=_LATER.history, today=_LATER.today)
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
    rush_fee = CreditedLine(
        "Rush fee", LinePart.LINE, _eur(80_000), _eur(80_000), _eur(0)
    )
    hours = CreditedLine(
        "Design hours", LinePart.LINE, _eur(400_000), _eur(80_000), _eur(320_000)
    )
    note = CreditMade("CN-17", _eur(80_000), _eur(_TOTAL))
    invoice = replace(note, number="INV-2041-A")
    credited = replace(
        _PLAIN,
        lines=(),
        sums=_sums(credited=80_000),
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
            credited, lines=(_DENIED,), sums=_sums(disputed=340_000, credited=80_000)
        ),
        "credited_and_paid": replace(
            credited, sums=_sums(credited=80_000, paid=1_160_000)
        ),
        "credited_american": replace(
            credited, business=replace(_SENDER, is_american=True)
        ),
        **{f"reason_{why}": replace(credited, reason=why) for why in Reason},
    }


def _ended() -> dict[str, LetterFacts]:
    settled = replace(_LATER, lines=(), sums=_sums())
    part = replace(_LATER, let_go=_eur(340_000), rest=_eur(900_000))
    whole = replace(_LATER, let_go=_eur(_TOTAL), rest=_eur(0))
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

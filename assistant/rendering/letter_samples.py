"""Made-up letter facts that lead into every branch of the templates.

`Letters.check` renders each template with each of them, and the approved letters of the
tests come from them too, so a new branch gets its sample here.
"""

from dataclasses import replace
from datetime import date

from assistant.domain.assessment import Assessment
from assistant.domain.evidence import EvidenceKind
from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letter_parts import (
    AgreedTerms,
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
)
from assistant.domain.money import Money
from assistant.domain.reasons import Reason


def samples() -> dict[str, LetterFacts]:
    """The sample facts by name; each name says what is special about it."""
    some = {
        "plain": _PLAIN,
        "bare": _BARE,
        "american": replace(_PLAIN, business=replace(_SENDER, is_american=True)),
        "parting": replace(_PLAIN, is_parting=True),
        "last_day": replace(_PLAIN, final_by=date(2026, 6, 12)),
        **_said(),
        **_judged(),
        **_offered(),
        **_agreed(),
        **_credited(),
        **{f"reason_{why}": replace(_CREDITED, reason=why) for why in Reason},
        **{f"ending_{end}": replace(_PLAIN, ending=end) for end in Ending},
        **_let_go(),
    }
    unnumbered = replace(_NAMED, number=None)
    some |= {
        f"{name}_unnumbered": replace(facts, invoice=unnumbered)
        for name, facts in some.items()
        if facts.invoice.number
    }
    return some


def _eur(minor: int) -> Money:
    return Money(minor, "EUR")


def _line(  # one line of the sample invoice
    name: str | None, disputed: int, label: Assessment | None, conceded: int = 0
) -> DisputedLine:
    part = LinePart.LINE if name else LinePart.WHOLE
    kept = disputed - conceded
    return DisputedLine(name, part, _eur(disputed), _eur(conceded), _eur(kept), label)


_SENDER = Sender(
    "Studio North",
    "Anna Berg",
    ("12 Mill Lane", "Cork"),
    "anna@studio-north.example",
    "+353 21 555 0142",
    "IE1234567T",
)
_NAMED = InvoiceNamed("INV-2041", date(2026, 4, 20), date(2026, 5, 20))
_SUMS = Sums(
    invoiced=_eur(1_240_000),
    paid=_eur(0),
    undisputed=_eur(900_000),
    disputed=_eur(340_000),
    conceded=_eur(0),
    credited=_eur(0),
    written_off=_eur(0),
    due=_eur(1_240_000),
    owed=_eur(1_240_000),
    billed=_eur(1_240_000),
)
_ENCLOSURES = tuple(
    Enclosure(number, kind, f"{kind}.pdf", date(2026, 3, 2) if number % 2 else None)
    for number, kind in enumerate(EvidenceKind, 1)
)
_PLAIN = LetterFacts(
    business=_SENDER,
    customer="Harbour Café",
    case_id="D-INV-2041",
    invoice=_NAMED,
    sums=_SUMS,
    today=date(2026, 5, 7),
    reply_by=date(2026, 5, 14),
    answer_by=date(2026, 5, 11),
    pay_by=date(2026, 5, 21),
    let_go=_eur(0),
    rest=_eur(1_240_000),
    lines=(_line("Third revision round", 340_000, None),),
    history=History(date(2026, 5, 6)),
    hold=HoldTold(is_on=True),
)
_BARE = LetterFacts(
    business=Sender(),
    customer=None,
    case_id="D-1",
    invoice=InvoiceNamed(),
    sums=Sums(*[_eur(0)] * 10),
    today=date(2026, 5, 7),
    reply_by=date(2026, 5, 14),
    answer_by=date(2026, 5, 11),
    pay_by=date(2026, 5, 21),
    let_go=_eur(0),
    rest=_eur(0),
)
_PART_PAID = replace(
    _PLAIN,
    sums=replace(
        _SUMS,
        paid=_eur(500_000),
        undisputed=_eur(400_000),
        due=_eur(740_000),
        owed=_eur(740_000),
    ),
    payment=PaymentMade(_eur(500_000), date(2026, 5, 4)),
    rest=_eur(740_000),
)


def _said() -> dict[str, LetterFacts]:
    specific = Said(
        "Third revision round",
        "two rounds of revisions, as in the offer",
        "an invoice for three rounds",
        _eur(340_000),
        "an invoice without the third round",
        is_specific=True,
    )
    partly = Said(line="Third revision round")
    crossing = HoldTold(is_on=True, is_partial=True, may_cross=True)
    return {
        "partly_said": replace(_PLAIN, said=partly),
        "specific": replace(_PLAIN, said=specific),
        "specific_in_brief": replace(
            _PLAIN, said=replace(partly, amount=_eur(340_000), is_specific=True)
        ),
        "may_cross": replace(_PLAIN, hold=crossing),
        "all_may_cross": replace(_PLAIN, hold=replace(crossing, is_partial=False)),
        "part_paid": _PART_PAID,
        "all_paid": replace(_PART_PAID, sums=replace(_SUMS, due=_eur(0), owed=_eur(0))),
    }


_DENIED = _line("Third revision round", 340_000, Assessment.NOT_VALID)
_OPEN = _line("Stock photographs", 120_000, Assessment.AMBIGUOUS)
_RIGHT = _line("Rush fee", 80_000, Assessment.VALID, conceded=80_000)


def _judged() -> dict[str, LetterFacts]:
    answered = replace(
        _PLAIN,
        history=History(
            date(2026, 5, 6),
            date(2026, 5, 7),
            date(2026, 5, 12),
            date(2026, 5, 15),
        ),
    )
    partly = _line("Rush fee", 80_000, Assessment.VALID, conceded=50_000)
    after_80 = replace(
        _SUMS, disputed=_eur(80_000), conceded=_eur(80_000), owed=_eur(1_160_000)
    )
    after_50 = replace(after_80, conceded=_eur(50_000), owed=_eur(1_190_000))
    whole = replace(
        _SUMS, undisputed=_eur(0), disputed=_eur(1_240_000), conceded=_eur(0)
    )
    nothing_left = replace(whole, conceded=_eur(1_240_000), owed=_eur(0))
    conceded = replace(_PLAIN, lines=(_RIGHT,), sums=after_80)
    mixed = replace(
        _SUMS, disputed=_eur(540_000), conceded=_eur(80_000), owed=_eur(1_160_000)
    )
    rounding = DisputedLine(
        None, LinePart.ROUNDING, _eur(2), _eur(0), _eur(2), Assessment.NOT_VALID
    )
    others = replace(rounding, part=LinePart.REST)
    return {
        "denied": replace(answered, lines=(_DENIED,), enclosures=_ENCLOSURES),
        "denied_on_no_paper": replace(answered, lines=(_DENIED,)),
        "denied_part_paid": replace(
            _PART_PAID, lines=(_DENIED,), enclosures=_ENCLOSURES[1:4]
        ),
        "denied_whole": replace(
            answered,
            lines=(_line(None, 1_240_000, Assessment.NOT_VALID),),
            sums=whole,
            enclosures=_ENCLOSURES[1:3],
        ),
        "denied_rest": replace(answered, lines=(_DENIED, others, rounding)),
        "conceded": conceded,
        "conceded_partly": replace(
            conceded, lines=(partly,), sums=after_50, put_right_by="work_done"
        ),
        "conceded_by_invoice": replace(conceded, put_right_by="corrected_invoice"),
        "conceded_all": replace(
            conceded,
            lines=(_line(None, 1_240_000, Assessment.VALID, conceded=1_240_000),),
            sums=nothing_left,
            put_right_by="credit_note",
        ),
        "conceded_part_paid": replace(_PART_PAID, lines=(_RIGHT,)),
        "mixed": replace(
            answered,
            lines=(_RIGHT, _DENIED),
            sums=mixed,
            enclosures=_ENCLOSURES[1:4],
        ),
        "unclear": replace(
            answered,
            lines=(_line("Rush fee", 80_000, Assessment.UNCLEAR), _RIGHT),
            sums=mixed,
        ),
    }


def _offered() -> dict[str, LetterFacts]:
    offer = OfferTerms(_eur(60_000), _eur(1_180_000), date(2026, 5, 21))
    sums = replace(_SUMS, disputed=_eur(120_000), undisputed=_eur(1_120_000))
    offered = replace(
        _PLAIN,
        lines=(_OPEN,),
        sums=sums,
        offer=offer,
        answer_named_on=date(2026, 5, 21),
        history=History(
            date(2026, 5, 6),
            answered_on=date(2026, 5, 8),
            offered_on=date(2026, 5, 8),
        ),
    )
    three = replace(
        _SUMS,
        undisputed=_eur(700_000),
        disputed=_eur(540_000),
        conceded=_eur(80_000),
        owed=_eur(1_160_000),
    )
    return {
        "offered": offered,
        "offer_unnamed": replace(offered, offer=None),
        "offer_lapsed": replace(
            offered,
            offer=replace(offer, has_ended=True),
            answer_named_on=date(2026, 5, 5),
        ),
        "offered_all_off": replace(
            offered,
            sums=replace(sums, due=_eur(60_000)),
            offer=replace(offer, rest=_eur(0)),
        ),
        "mixed_offered": replace(
            offered,
            lines=(_RIGHT, _DENIED, _OPEN),
            sums=three,
            offer=replace(offer, rest=_eur(1_100_000)),
            enclosures=_ENCLOSURES[1:4],
        ),
        "date_passed": replace(
            _PLAIN,
            answer_named_on=date(2026, 5, 5),
            history=History(date(2026, 4, 20), answered_on=date(2026, 4, 23)),
        ),
        "date_ahead": replace(
            _PLAIN,
            answer_named_on=date(2026, 5, 21),
            history=History(date(2026, 4, 20), answered_on=date(2026, 4, 23)),
        ),
        "final": replace(
            offered,
            offer=replace(offer, has_ended=True),
            final_by=date(2026, 6, 12),
            enclosures=_ENCLOSURES[1:4],
        ),
        "final_conceded": replace(
            _PART_PAID,
            sums=replace(_SUMS, conceded=_eur(80_000), owed=_eur(1_160_000)),
            final_by=date(2026, 6, 12),
            history=History(
                date(2026, 5, 6),
                date(2026, 5, 7),
                date(2026, 5, 12),
                date(2026, 5, 15),
            ),
        ),
    }


def _agreed() -> dict[str, LetterFacts]:
    terms = AgreedTerms(
        _eur(1_180_000),
        _eur(60_000),
        _eur(1_240_000),
        date(2026, 5, 21),
        on_payment=True,
    )
    agreed = replace(
        _PLAIN,
        agreement=terms,
        sums=replace(_SUMS, owed=_eur(1_180_000)),
        ending=Ending.AGREED,
    )
    all_of_it = replace(
        terms, to_pay=_eur(1_240_000), let_off=_eur(0), on_payment=False
    )
    none_of_it = replace(
        terms, to_pay=_eur(0), let_off=_eur(1_240_000), on_payment=False
    )
    return {
        "agreed_on_payment": agreed,
        "agreed": replace(agreed, agreement=replace(terms, on_payment=False)),
        "agreed_in_full": replace(agreed, agreement=all_of_it, sums=_SUMS),
        "agreed_on_nothing": replace(
            agreed, agreement=none_of_it, sums=replace(_SUMS, owed=_eur(0))
        ),
        "agreed_part_paid": replace(_PART_PAID, agreement=terms, ending=Ending.AGREED),
    }


_CREDITED = replace(
    _PLAIN,
    lines=(),
    sums=replace(
        _SUMS,
        undisputed=_eur(1_160_000),
        disputed=_eur(0),
        credited=_eur(80_000),
        due=_eur(1_160_000),
        owed=_eur(1_160_000),
        billed=_eur(1_160_000),
    ),
    credited_lines=(
        CreditedLine("Rush fee", LinePart.LINE, _eur(80_000), _eur(80_000), _eur(0)),
    ),
    credit_note=CreditMade("CN-17", _eur(80_000)),
    corrected_invoice=CreditMade("INV-2041-A", _eur(80_000)),
    reason=Reason.SCOPE,
)


def _credited() -> dict[str, LetterFacts]:
    partly = CreditedLine(
        "Design hours", LinePart.LINE, _eur(400_000), _eur(80_000), _eur(320_000)
    )
    unnamed = replace(partly, name=None, part=LinePart.WHOLE)
    return {
        "credited": _CREDITED,
        "credited_partly": replace(_CREDITED, credited_lines=(partly,)),
        "credited_whole": replace(_CREDITED, credited_lines=(unnamed,)),
        "credited_without_number": replace(
            _CREDITED,
            reason=None,
            credit_note=CreditMade("", _eur(80_000)),
            corrected_invoice=CreditMade("", _eur(80_000)),
        ),
        "credited_still_disputed": replace(
            _CREDITED,
            lines=(_DENIED,),
            sums=replace(
                _CREDITED.sums, undisputed=_eur(820_000), disputed=_eur(340_000)
            ),
        ),
        "credited_and_paid": replace(
            _CREDITED,
            sums=replace(
                _CREDITED.sums,
                paid=_eur(1_160_000),
                undisputed=_eur(0),
                due=_eur(0),
                owed=_eur(0),
            ),
        ),
    }


def _let_go() -> dict[str, LetterFacts]:
    gone = replace(_PLAIN, let_go=_eur(340_000), rest=_eur(900_000))
    return {
        "let_go_part": gone,
        "let_go_part_parting": replace(gone, is_parting=True),
        "let_go_all": replace(_PLAIN, let_go=_eur(1_240_000), rest=_eur(0)),
        "let_go_all_parting": replace(
            _PLAIN, let_go=_eur(1_240_000), rest=_eur(0), is_parting=True
        ),
    }

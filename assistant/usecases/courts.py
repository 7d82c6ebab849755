"""What the book of places says of a court, as the domain speaks of it."""

from collections.abc import Iterator

from assistant.domain.court import Court, FeeBand, Required, StepBefore
from assistant.domain.money import Money
from assistant.reference.jurisdiction_rows import PreAction
from assistant.reference.places import (
    ClaimantKind,
    DebtorKind,
    Place,
    Stated,
    shipped_places,
)


def court_of(code: str, customer_kind: str, legal_form: str = "") -> Court | None:
    """What is known of the court of a place; None for a place that is not in the book.

    customer_kind: `consumer`, `sole_trader`, `company`; else unknown, and the safe row
        is taken.
    legal_form: `individual` for a sole trader; anything else is taken for a company,
        which never has the higher limit.
    """
    place = shipped_places().get(code) if code else None
    if place is None:
        return None
    row = place.row
    debtor = DebtorKind(customer_kind) if customer_kind in set(DebtorKind) else None
    is_individual = legal_form == ClaimantKind.INDIVIDUAL
    kinds = (ClaimantKind.INDIVIDUAL, ClaimantKind.COMPANY)
    own, other = kinds if is_individual else kinds[::-1]
    limit, other_limit = (place.limit_for(kind, debtor) for kind in (own, other))
    fee, note = place.filing_fee, place.put_right_note
    steps = tuple(_step(each) for each in place.pre_action_for(debtor))
    waiting = [step.waiting_days for step in steps if step.waiting_days]
    return Court(
        place=place.code,
        name=place.name,
        forum=row.forum,
        limit_known=True,
        limit=limit.value,
        waiting_days=waiting[0] if waiting else None,
        takes_disputed=row.disputed_invoice_ok,
        fee=fee.value.text if fee else "",
        fees=tuple(_fees(place)),
        mediation=row.mediation or "",
        who_may_file=row.who_may_file or "",
        confidence=limit.confidence,
        as_of=limit.read_on,
        source=limit.sources[0].url if limit.sources else "",
        takes_undisputed=row.undisputed_debt_ok,
        other_limit=other_limit.value if other_limit.value != limit.value else None,
        is_individual=is_individual,
        companies_may_file=_companies(place),
        may_waive=bool(row.over_limit and "waive_excess" in row.over_limit.options),
        over_limit=row.over_limit.text if row.over_limit else "",
        representation=row.representation or "",
        steps=steps,
        site=row.official_site or "",
        put_right=" ".join(note.text) if note else "",
        put_right_source=note.sources[0].url if note else "",
    )


def _fees(place: Place) -> Iterator[FeeBand]:
    """The fees of the place; without bands, the highest of them for every claim."""
    stated = place.filing_fee
    if stated is None:
        return
    fee, currency = stated.value, place.currency
    most = fee.max or fee.min
    if not fee.bands and most is not None:
        yield FeeBand(None, Money.of(most, currency))
    for band in fee.bands:
        up_to = None if band.up_to is None else Money.of(band.up_to, currency)
        known = None if band.fee is None else Money.of(band.fee, currency)
        yield FeeBand(up_to, band.percent if known is None else known)


def _companies(place: Place) -> bool | None:
    may = place.row.companies_may_file
    return False if may == "conditional" else may


def _step(stated: Stated[PreAction]) -> StepBefore:
    step = stated.value
    required = {True: Required.YES, False: Required.NO, "custom": Required.CUSTOM}
    return StepBefore(
        required[step.required],
        step.waiting_days,
        step.applies_to,
        step.papers,
        step.note,
        step.confidence,
        step.sources[0].url if step.sources else "",
    )

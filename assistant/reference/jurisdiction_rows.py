"""The rows of data/jurisdictions.yaml, exactly as docs/jurisdictions.md explains them.

Reading is strict: an unknown key, a missing one or a wrong kind of value is an error.
`None` means "not verified" for every field but two: no cap (`limit`) and no fixed
period (`waiting_days`). The rules of reading are in `places`.
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec
import yaml

BOOK = Path(__file__).parent / "data" / "jurisdictions.yaml"


class Confidence(StrEnum):
    """How well a value is verified."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SourceKind(StrEnum):
    """Who says it."""

    STATUTE = "statute"
    COURT = "court"
    GOVERNMENT = "government"
    SECONDARY = "secondary"


class ForumKind(StrEnum):
    """What sort of court or tribunal it is."""

    SMALL_CLAIMS = "small_claims"
    TRIBUNAL = "tribunal"
    GENERAL_LOWER_COURT = "general_lower_court"
    PAYMENT_ORDER = "payment_order"


class BankRule(StrEnum):
    """Whether a cheque tendered in full settlement may be banked as part payment."""

    REJECT_IN_WRITING_AT_ONCE = "reject_in_writing_at_once"
    NO = "no"
    UNKNOWN = "unknown"


class Addressee(StrEnum):
    """Which debtors a step before court is owed to."""

    ANY = "any"
    BUSINESS = "business"
    COMPANY = "company"
    INDIVIDUAL_OR_SOLE_TRADER = "individual_or_sole_trader"
    CONSUMER = "consumer"


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all rows: a key that the book does not explain is an error."""


class Source(_Strict, frozen=True, kw_only=True):
    """Where a value comes from. as_of: the date that the source itself states."""

    url: str
    kind: SourceKind
    as_of: str | None
    supports: str
    via: str | None = None


class OverLimit(_Strict, frozen=True, kw_only=True):
    """What a claim above the cap can do."""

    text: str
    options: tuple[Literal["waive_excess", "higher_court"], ...] = ()


class FeeBand(_Strict, frozen=True, kw_only=True):
    """The fee of a claim up to a sum; without a sum, of every higher claim.

    fee: a sum; None together with `percent` where this band was not verified.
    percent: of the claim, in place of a sum.
    """

    up_to: Decimal | None = None
    fee: Decimal | None = None
    percent: Decimal | None = None


class FilingFee(_Strict, frozen=True, kw_only=True):
    """The court's fee, in the row's currency; service costs come on top.

    bands: from the lowest claims to the highest, where the text tells them apart.
    """

    text: str
    min: Decimal | None = None
    max: Decimal | None = None
    bands: tuple[FeeBand, ...] = ()
    as_of: str | None
    confidence: Confidence


class Online(_Strict, frozen=True, kw_only=True):
    """Whether filing, or the whole procedure, is online."""

    available: bool
    text: str


class PreAction(_Strict, frozen=True, kw_only=True):
    """A step owed before filing.

    required: "custom" is expected or advised, without a rule that was read.
    waiting_days: None if no rule fixes one; none may be made up.
    """

    required: bool | Literal["custom"]
    waiting_days: int | None
    debtor: Addressee
    applies_to: str
    papers: tuple[str, ...]
    note: str
    confidence: Confidence
    sources: tuple[Source, ...]


class Limitation(_Strict, frozen=True, kw_only=True):
    """Years until a claim is lost; `years` is the one to plan on."""

    years: Decimal
    years_no_written_contract: Decimal | None = None
    years_open_account: Decimal | None = None
    other_figures: tuple[Decimal, ...] = ()
    confidence: Confidence
    note: str | None = None
    source_set: str | None = None


class LocalLimit(_Strict, frozen=True, kw_only=True):
    """Another cap, in a part of the place or by consent."""

    area: str
    limit: Decimal
    applies_to: str


class Tier(_Strict, frozen=True, kw_only=True):
    """One of several forums by amount."""

    forum: str
    max: Decimal


class DisputedFigure(_Strict, frozen=True, kw_only=True):
    """Another cap that was found, and what is thought of it."""

    limit: Decimal
    source: str
    status: Literal[
        "superseded",
        "expired",
        "unsupported",
        "unresolved",
        "varies_by_county",
        "individual_only",
    ]


class Row(_Strict, frozen=True, kw_only=True):
    """One forum where an unpaid or disputed invoice can be pressed."""

    code: str
    name: str
    country: str
    currency: str
    forum: str
    forum_kind: ForumKind
    limit: Decimal | None
    limit_individual: Decimal | None = None
    limit_without_lawyer: Decimal | None = None
    limit_consumer_debtor: Decimal | None = None
    limit_excludes: str | None = None
    local_limits: tuple[LocalLimit, ...] = ()
    tiers: tuple[Tier, ...] = ()
    companies_may_file: bool | Literal["conditional"] | None = None
    disputed_invoice_ok: bool | None = None
    undisputed_debt_ok: bool | None = None
    who_may_file: str | None = None
    representation: str | None = None
    over_limit: OverLimit | None = None
    filing_fee: FilingFee | None = None
    online: Online | None = None
    official_site: str | None = None
    official_site_basis: Literal["source", "general_knowledge"] | None = None
    mediation: str | None = None
    pre_action: tuple[PreAction, ...] = ()
    limitation: Limitation | None = None
    late_payment: str | None = None
    paid_in_full_cheque: str | None = None
    put_right_first: str | None = None
    paid_in_full_bank_ok: BankRule
    good_to_know: tuple[str, ...] = ()
    change_watch: tuple[str, ...] = ()
    disputed: tuple[DisputedFigure, ...] = ()
    sources: tuple[Source, ...]
    confidence: Confidence
    confidence_reason: str


class FixedSum(_Strict, frozen=True, kw_only=True):
    """Compensation for invoices below an amount; below None is the rest."""

    below: Decimal | None
    sum: Decimal


class LegalNote(_Strict, frozen=True, kw_only=True):
    """A rule of law in a few sentences. verified: may be shown as checked.

    repay_days: days after a cheque was paid in which repaying it may undo a settlement.
    """

    title: str
    scope: str
    text: tuple[str, ...]
    verified: bool
    confidence: Confidence
    sources: tuple[Source, ...]
    rate_over_reference: Decimal | None = None
    reference_rate: str | None = None
    fixed_sums: tuple[FixedSum, ...] = ()
    repay_days: int | None = None
    currency: str | None = None


class Book(_Strict, frozen=True, kw_only=True):
    """The whole file. as_of: the day on which the sources were read."""

    schema_version: Literal[1]
    as_of: date
    notice: str
    shared_sources: dict[str, tuple[Source, ...]]
    legal_notes: dict[str, LegalNote]
    jurisdictions: tuple[Row, ...]


def read_book(text: str) -> Book:
    """The file's content; msgspec.ValidationError says where it is wrong."""
    return msgspec.convert(yaml.load(text, Loader=_PlainLoader), Book)  # noqa: S506


def _resolvers(*kinds: str) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """PyYAML's patterns for unquoted words of these kinds only."""
    tags = {f"tag:yaml.org,2002:{kind}" for kind in kinds}
    return {
        first: [(tag, pattern) for tag, pattern in patterns if tag in tags]
        for first, patterns in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader may be missing
    """Safe YAML in which only true, false, null and whole numbers are not text.

    So `no` stays a word, a date stays as written and no amount becomes a float.
    """

    yaml_implicit_resolvers = _resolvers("null", "int", "merge")


_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"]
)

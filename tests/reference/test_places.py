"""The book of places: strict reading, and the rules by which it is read."""

import re
from decimal import Decimal

import msgspec
import pytest
import yaml

from assistant.domain.currencies import CODES
from assistant.domain.money import Money
from assistant.reference.jurisdiction_rows import (
    BOOK,
    Addressee,
    BankRule,
    Book,
    Confidence,
    ForumKind,
    PreAction,
    Row,
    read_book,
)
from assistant.reference.places import (
    ClaimantKind,
    DebtorKind,
    Place,
    Places,
    shipped_places,
)
from assistant.usecases.courts import court_of

COMPANY, INDIVIDUAL = ClaimantKind.COMPANY, ClaimantKind.INDIVIDUAL
TEXT = BOOK.read_text(encoding="utf-8")


def place(code: str) -> Place:
    found = shipped_places().get(code)
    assert found is not None
    return found


@pytest.mark.covers("F-J3")
def test_every_row_of_the_file_is_read() -> None:
    codes = re.findall(r"^- code: (\S+)$", TEXT, re.MULTILINE)
    assert [row.code for row in shipped_places()] == codes
    assert len(codes) == 87 == len(set(codes))


def test_rows_point_at_notes_sources_and_currencies_that_exist() -> None:
    for each in shipped_places():
        assert each.currency in CODES
        assert each.limit_for(COMPANY, None).sources
        assert each.bank_rule.value in BankRule
        assert each.late_payment_note or not each.row.late_payment
        assert each.cheque_note or not each.row.paid_in_full_cheque
        assert each.limitation is None or each.limitation.sources
        assert each.code.partition("-")[0] in (each.country, "EU")


def test_every_amount_of_the_file_is_kept_to_the_digit() -> None:
    raw = yaml.safe_load(TEXT)["jurisdictions"]
    for each, written in zip(shipped_places(), raw, strict=True):
        limit = written["limit"]
        assert each.row.limit == (None if limit is None else Decimal(limit))
        assert msgspec.to_builtins(each.row)["name"] == written["name"]
        assert set(written) <= set(Row.__struct_fields__)


def altered(old: str, new: str) -> Book:
    assert old in TEXT
    return read_book(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  forum_kind: small_claims", "  forum_kinds: small_claims"),
        ("  limit: '6000'", "  limit: '6000'\n  limits: '1'"),
        ("  limit: '6000'\n", ""),
        ("  limit: '6000'", "  limit: much"),
        ("  confidence: high", "  confidence: sure"),
        ("  disputed_invoice_ok: true", "  disputed_invoice_ok: yes"),
        ("schema_version: 1", "schema_version: 2"),
        ("as_of: '2026-11-20'", "as_of: lately"),
        ("    url: ", "    link: "),
    ],
)
def test_an_unknown_key_or_a_wrong_value_is_refused(old: str, new: str) -> None:
    if old == "    url: ":
        old, new = "- url: ", "- link: "
    with pytest.raises(msgspec.ValidationError):
        altered(old, new)


def test_no_stays_a_word_and_amounts_never_become_floats() -> None:
    book = altered("  paid_in_full_bank_ok: 'no'", "  paid_in_full_bank_ok: no")
    assert book.jurisdictions[0].paid_in_full_bank_ok is BankRule.NO
    book = altered("  limit: '6000'", "  limit: 6000.10")
    assert book.jurisdictions[0].limit == Decimal("6000.10")


# --- rules of reading ------------------------------------------------------------


def test_every_value_shows_place_date_confidence_and_sources() -> None:
    limit = place("US-CA").limit_for(COMPANY, DebtorKind.COMPANY)
    assert limit.value == Money.of(6250, "USD")
    assert (limit.place, limit.read_on.isoformat()) == ("California", "2026-11-20")
    assert limit.confidence is Confidence.HIGH
    assert all(source.url.startswith("http") for source in limit.sources)


def test_an_individual_can_have_another_cap() -> None:
    assert place("US-CA").limit_for(INDIVIDUAL, None).value == Money.of(12500, "USD")
    assert place("US-WA").limit_for(INDIVIDUAL, None).value == Money.of(10000, "USD")
    assert place("US-TX").limit_for(INDIVIDUAL, None) == place("US-TX").limit_for(
        COMPANY, None
    )


def test_null_is_no_cap_and_an_unknown_debtor_has_the_lower_one() -> None:
    portugal = place("PT")
    assert portugal.limit_for(COMPANY, DebtorKind.COMPANY).value is None
    assert portugal.takes(Money.of(10**9, "EUR"), COMPANY, DebtorKind.COMPANY)
    for debtor in (DebtorKind.CONSUMER, None):
        limit = portugal.limit_for(COMPANY, debtor)
        assert limit.value == Money.of(15000, "EUR")
    for code in ("AU-VIC", "FR"):
        assert place(code).limit_for(COMPANY, None).value is None


def test_a_claim_is_within_the_cap_to_the_cent() -> None:
    assert place("US-AL").takes(Money.of("6000.00", "USD"), COMPANY, None)
    assert not place("US-AL").takes(Money.of("6000.01", "USD"), COMPANY, None)
    with pytest.raises(ValueError, match="mix"):
        place("US-AL").takes(Money.of(1, "EUR"), COMPANY, None)


def test_missing_is_not_verified_and_never_zero() -> None:
    alabama = place("US-AL")
    assert alabama.row.companies_may_file is None
    assert alabama.filing_fee is None
    assert alabama.fee_range is None
    assert alabama.pre_action_for(DebtorKind.COMPANY) == ()
    assert place("CA-AB").limitation is None
    assert place("ES").limit_without_lawyer is not None


@pytest.mark.covers("F-J3", "F-J7")
@pytest.mark.parametrize(
    ("code", "claim", "fee"),
    [
        ("GB-EAW", Money.of("300.00", "GBP"), Money.of(35, "GBP")),
        ("GB-EAW", Money.of("300.01", "GBP"), Money.of(50, "GBP")),
        ("GB-EAW", Money.of(940, "GBP"), Money.of(70, "GBP")),
        ("GB-EAW", Money.of(12_000, "GBP"), Money.of(600, "GBP")),
        ("GB-EAW", Money.of(900_000, "GBP"), Money.of(10_000, "GBP")),
        ("GB-EAW", Money.of(940, "EUR"), None),
        ("US-MA", Money.of(6_000, "USD"), Money.of(150, "USD")),
        ("US-MA", Money.of(7_001, "USD"), None),
        ("US-CA", Money.of(100, "USD"), Money.of(75, "USD")),
        ("NZ", Money.of(900, "NZD"), None),
        ("NZ", Money.of(30_001, "NZD"), Money.of(468, "NZD")),
        ("US-AL", Money.of(900, "USD"), None),
    ],
)
def test_the_fee_is_that_of_a_claim_of_this_size(
    code: str, claim: Money, fee: Money | None
) -> None:
    court = court_of(code, "company")
    assert court is not None
    assert court.fee_for(claim) == fee


def test_the_bands_of_fees_rise_and_stand_in_the_words() -> None:
    banded = [p.row.filing_fee for p in shipped_places() if p.row.filing_fee]
    banded = [fee for fee in banded if fee.bands]
    assert len(banded) > 10
    for fee in banded:
        ends = [band.up_to for band in fee.bands if band.up_to is not None]
        assert ends == sorted(set(ends))
        assert all(band.up_to is not None for band in fee.bands[:-1])
        words = fee.text.replace(",", "")
        for band in fee.bands:
            assert band.fee is None or band.percent is None
            for figure in (band.up_to, band.fee, band.percent):
                spellings = () if figure is None else (figure, figure + 1)
                assert not spellings or any(str(s) in words for s in spellings)


@pytest.mark.covers("F-I6")
def test_only_england_and_wales_may_bank_with_a_rejection() -> None:
    banked = [each.code for each in shipped_places() if each.may_bank_with_rejection]
    assert banked == ["GB-EAW"]
    assert place("GB-EAW").bank_rule.sources


def test_an_unknown_bank_rule_reads_as_no() -> None:
    new_york = place("US-NY")
    assert new_york.row.paid_in_full_bank_ok is BankRule.UNKNOWN
    assert new_york.bank_rule.value is BankRule.NO
    assert not new_york.is_bank_rule_known
    assert place("US-CA").is_bank_rule_known


def steps(code: str, debtor: DebtorKind | None) -> list[PreAction]:
    return [stated.value for stated in place(code).pre_action_for(debtor)]


def test_england_asks_what_the_debtor_is_and_is_safe_until_then() -> None:
    england = place("GB-EAW")
    assert england.asks_for_debtor
    assert [step.waiting_days for step in steps("GB-EAW", DebtorKind.COMPANY)] == [14]
    for kind in (DebtorKind.SOLE_TRADER, DebtorKind.CONSUMER):
        assert [step.waiting_days for step in steps("GB-EAW", kind)] == [30]
    assert steps("GB-EAW", None)[0].debtor is Addressee.INDIVIDUAL_OR_SOLE_TRADER


def test_steps_before_court_fit_the_debtor() -> None:
    assert steps("NL", DebtorKind.COMPANY) == []
    assert [step.waiting_days for step in steps("NL", DebtorKind.CONSUMER)] == [14]
    assert steps("IT", DebtorKind.CONSUMER) == []
    assert steps("IT", DebtorKind.SOLE_TRADER)[0].required is True
    assert steps("DE", DebtorKind.COMPANY)[0].waiting_days is None
    assert len(steps("FR", DebtorKind.COMPANY)) == 2
    assert not place("DE").asks_for_debtor


def test_notes_say_whether_they_were_verified() -> None:
    germany, england = place("DE").late_payment_note, place("GB-EAW").late_payment_note
    assert germany is not None
    assert england is not None
    assert (germany.verified, england.verified) == (False, True)
    assert england.rate_over_reference == 8
    assert [each.sum for each in england.fixed_sums] == [40, 70, 100]


def test_kinds_of_forum_are_all_in_use() -> None:
    assert {each.row.forum_kind for each in shipped_places()} == set(ForumKind)


# --- finding ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("US-CA", "US-CA"),
        ("us ca", "US-CA"),
        ("california", "US-CA"),
        ("Californ", "US-CA"),
        ("Califronia", "US-CA"),
        ("England", "GB-EAW"),
        ("England & Wales", "GB-EAW"),
        ("GB-ENG", "GB-EAW"),
        ("Wales", "GB-EAW"),
        ("London, England", "GB-EAW"),
        ("Austin, TX", "US-TX"),
        ("Ontario, Canada", "CA-ON"),
        ("Germany", "DE"),
        ("Québec", "CA-QC"),
        ("quebec", "CA-QC"),
        ("Ireland", "IE"),
        ("Virginia", "US-VA"),
        ("Washington, D.C.", "US-DC"),
        ("UK", "GB-EAW GB-SCT GB-NIR"),
        ("wa", "US-WA AU-WA"),
        ("DE", "DE US-DE"),
        ("Denmark", ""),
        ("", ""),
        ("?!", ""),
        (",", ""),
        ("Atlantis", ""),
    ],
)
def test_places_are_found_as_people_name_them(text: str, codes: str) -> None:
    assert [each.code for each in shipped_places().find(text)] == codes.split()


def test_a_country_of_several_places_gives_all_of_them() -> None:
    assert len(shipped_places().find("United States")) == 51
    assert {each.country for each in shipped_places().find("Canada")} == {"CA"}
    assert "US-CA" in [each.code for each in shipped_places().find("CA")]


def test_codes_are_looked_up_in_any_case() -> None:
    assert shipped_places().get(" us-tx ") is shipped_places().get("US-TX")
    assert shipped_places().get("XX") is None


def test_every_place_is_found_by_its_own_name_and_code() -> None:
    places = Places(shipped_places().book)
    for each in places:
        assert each.code in [found.code for found in places.find(each.code)]
        assert places.find(each.name)[0].code == each.code


@pytest.mark.covers("F-Q2")
@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Alemania", ["DE"]),
        ("Allemagne", ["DE"]),
        ("Frankrijk", ["FR"]),
        ("Pays-Bas", ["NL"]),
        ("España", ["ES"]),
        ("Engeland", ["GB-EAW"]),
        ("Inghilterra", ["GB-EAW"]),
        ("Irlanda del Norte", ["GB-NIR"]),
        ("Regno Unito", ["GB-EAW", "GB-SCT", "GB-NIR"]),
        ("Gran Bretaña", ["GB-EAW", "GB-SCT", "GB-NIR"]),
        ("Mexico", []),  # not New Mexico
        ("Jersey", []),  # not New Jersey
        ("New Mexico", ["US-NM"]),
        ("Georgia", ["US-GA"]),
    ],
)
def test_a_country_is_known_by_its_name_in_every_language(
    typed: str, codes: list[str]
) -> None:
    assert [place.code for place in shipped_places().find(typed)] == codes

"""What people type as dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.typed_dates import Toward, read_date
from assistant.errors import InputError

WEDNESDAY = date(2026, 11, 18)
SPANISH = {"mayo": 5, "may": 5, "enero": 1}


def day(text: str, *, day_first: bool | None = None) -> str:
    return read_date(text, WEDNESDAY, day_first=day_first, months=SPANISH).isoformat()


@pytest.mark.covers("F-A1")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-03", "2026-05-03"),
        ("2026/05/03", "2026-05-03"),
        ("20260503", "2026-05-03"),
        ("3 May", "2027-05-03"),
        ("3 Sept.", "2026-09-03"),
        ("May 3, 2026", "2026-05-03"),
        ("MAY 3rd 2026", "2026-05-03"),
        ("3rd of May 2026", "2026-05-03"),
        ("Fri, 3 May 2026", "2026-05-03"),
        ("3-May-26", "2026-05-03"),
        ("3. May 2026", "2026-05-03"),
        ("el 3 de mayo de 2026", "2026-05-03"),
        ("13/04/2026", "2026-04-13"),
        ("04/13/2026", "2026-04-13"),
        ("05/05/26", "2026-05-05"),
        ("3.4.2026", "2026-04-03"),
        ("3. 4. 2026", "2026-04-03"),
        ("03.04.26", "2026-04-03"),
        ("３/１３/２０２６", "2026-03-13"),
        ("20 Jan", "2027-01-20"),
        ("29 feb", "2028-02-29"),
        ("today", "2026-11-18"),
        ("Tomorrow", "2026-11-19"),
        ("yesterday", "2026-11-17"),
        ("aujourd’hui", "2026-11-18"),
        ("day after tomorrow", "2026-11-20"),
        ("Friday", "2026-11-20"),
        ("on Fri.", "2026-11-20"),
        ("by Friday", "2026-11-20"),
        ("wednesday", "2026-11-25"),
        ("this wednesday", "2026-11-18"),
        ("next Friday", "2026-11-27"),
        ("next Monday", "2026-11-23"),
        ("last Monday", "2026-11-16"),
        ("last Wednesday", "2026-11-11"),
        ("in 5 days", "2026-11-23"),
        ("in 2 weeks", "2026-12-02"),
        ("in a week", "2026-11-25"),
        ("in 3 months", "2027-02-18"),
        ("2 weeks ago", "2026-11-04"),
        ("a month from now", "2026-12-18"),
    ],
)
def test_dates_are_read_as_people_mean_them(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize("text", ["03/04/2026", "03-04-2026", "3/4/26"])
def test_day_and_month_order_follows_the_person(text: str) -> None:
    assert day(text, day_first=True) == "2026-04-03"
    assert day(text, day_first=False) == "2026-03-04"
    with pytest.raises(InputError) as caught:
        day(text)
    assert caught.value.phrase == "error.date_ambiguous"
    assert caught.value.facts["candidates"] == (date(2026, 4, 3), date(2026, 3, 4))


@pytest.mark.parametrize(
    "text",
    "31 February|31/02/2026|31/11|29 Feb 2027|2026-13-01|45/67|0/5/2026|3 May 0026|"
    "99.99.9999|30.02.2026|3 May 2999".split("|"),
)
def test_impossible_dates_are_named_as_such(text: str) -> None:
    with pytest.raises(InputError, match="date_impossible"):
        day(text, day_first=True)


@pytest.mark.parametrize(
    "text",
    "|soon|May|May 2026|the 3rd|5 days|3 May 14:00|3 4 5 May|in x days|32|1.2.3.4|"
    "3 May 3 May|in 9999 months|next|next month|½ May|2026".split("|"),
)
def test_other_text_is_not_a_date(text: str) -> None:
    with pytest.raises(InputError, match="date_unreadable"):
        day(text)


def test_a_date_without_a_year_can_look_back_or_ahead() -> None:
    def read(text: str, toward: Toward) -> date:
        return read_date(text, WEDNESDAY, day_first=True, toward=toward)

    assert read("20 May", Toward.PAST) == date(2026, 5, 20)
    assert read("20 May", Toward.FUTURE) == date(2027, 5, 20)
    assert read("1/11", Toward.NEAREST) == date(2026, 11, 1)
    assert read("18 Nov", Toward.FUTURE) == WEDNESDAY == read("18/11", Toward.PAST)
    assert read("Friday", Toward.PAST) == date(2026, 11, 13)


def test_a_month_from_its_last_day_ends_with_the_shorter_month() -> None:
    read = read_date("in 1 month", date(2027, 1, 31), day_first=None)
    assert read == date(2027, 2, 28)


def test_weekdays_of_other_languages_are_passed_in() -> None:
    read = read_date("Freitag", WEDNESDAY, day_first=True, weekdays={"freitag": 4})
    assert read == date(2026, 11, 20)


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.booleans())
def test_a_written_date_reads_back(when: date, day_first: bool) -> None:
    slashed = when.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")
    long = f"{when.day} {when:%B} {when.year:04}"
    for text in (when.isoformat(), slashed, long, when.strftime("%d.%m.%Y")):
        assert read_date(text, WEDNESDAY, day_first=day_first) == when


@given(st.text(max_size=30), st.sampled_from([True, False, None]))
def test_any_text_is_a_date_or_an_input_error(text: str, day_first: bool) -> None:
    try:
        read_date(text, WEDNESDAY, day_first=day_first)
    except InputError as error:
        assert error.phrase.startswith("error.date_")  # noqa: PT017


@given(
    st.from_regex(
        r"(in |next |last )?[0-9]{1,4}[-/. ][0-9]{1,2}([-/. ][0-9]{1,4})?"
        r"( days| may| feb)?( ago)?",
        fullmatch=True,
    )
)
def test_text_like_a_date_never_fails_otherwise(text: str) -> None:
    try:
        read = read_date(text, WEDNESDAY, day_first=None)
    except InputError as error:
        assert error.phrase.startswith("error.date_")  # noqa: PT017
    else:
        assert abs(read - WEDNESDAY) < timedelta(days=366 * 200)

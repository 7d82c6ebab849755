"""One case has one floor: the fork, the numbers and the plan of offers agree on it."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.scenarios.stage import Stage
from tests.usecases.test_records import played

TO_THE_JUDGEMENT = (
    '/dispute open INV-64 1000 "Wren Studio"',
    "[Scope]",
    "They say that part was included.",
    "[Extra work]",
    "[Nothing]",
    "[Sent by e-mail]",
    "[Yes, exactly]",
    "Third round",
    "included",
    "billed extra",
    "600",
    "drop it",
    "[A company]",
    "[Regularly]",
    "[Skip]",
    "600",
    "[Go on without these]",
    "[No]",
    "[Yes]",
    "[Yes, only spoken]",
    "[Yes, only spoken]",
    "[Yes, only spoken]",
    "[Agree]",
    "[Skip]",
    "[The letter explains]",
)
TO_THE_FORK = (
    "100",
    "[In a week: 14 May 2026]",
    "[Sent by e-mail]",
    "[No answer came]",
    "[See all ways out]",
)
# An hour is asked only where the settings have none.
OWN_FIGURES = ("[Most of it (60 to 85 %)]", "3", "4", "26", "30", "75", "200", "50")
NUMBERS = "/dispute show INV-64 numbers"
FORK = "/dispute show INV-64"
SUM = r"(-?€[\d,.]*\d)"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency EUR, zone Europe/London")
    stage.at("2026-05-07 09:00")
    return stage


def found(pattern: str, text: str) -> str:
    """The one sum that stands there."""
    match = re.search(pattern, text)
    assert match, f"{pattern} is not in {text}"
    return match[1]


def in_numbers(stage: Stage) -> tuple[str, str, str]:
    """Floor, break-even and the claim's waiting by `show CASE numbers`."""
    said = played(stage, NUMBERS)
    return (
        found(rf"Floor, for you alone {SUM}", said),
        found(rf"Break-even of a claim {SUM}", said),
        found(rf"Waiting {SUM}", said),
    )


def in_fork(stage: Stage) -> tuple[str, str, str]:
    """The same by the fork."""
    said = played(stage, FORK)
    return (
        found(rf"an offer of {SUM} or more", said),
        found(rf"A claim for less than {SUM}", said),
        found(rf"counts with {SUM}", said),
    )


@pytest.mark.covers("F-G7", "F-J7", "X6")
def test_fork_and_numbers_agree_before_and_after_the_own_figures(stage: Stage) -> None:
    played(stage, "/dispute settings hourly_rate 20")
    played(stage, *TO_THE_JUDGEMENT, *TO_THE_FORK)
    guessed = in_fork(stage)
    assert guessed == in_numbers(stage)

    played(stage, "/dispute update INV-64 hours 3")
    fewer_hours = in_fork(stage)
    assert fewer_hours == in_numbers(stage) != guessed

    played(stage, FORK, "[Reckon with my own figures]", *OWN_FIGURES)
    own = in_fork(stage)
    assert own == in_numbers(stage) != fewer_hours

    for changed in ("months 12", "weeks 4", "speed 3", "relationship 10", "fees 0"):
        before = in_fork(stage)
        played(stage, f"/dispute update INV-64 {changed}")
        assert in_fork(stage) == in_numbers(stage) != before


@pytest.mark.parametrize(
    ("months", "weeks"),
    [("0", "0"), ("1", "4"), ("4", "17"), ("6", "26"), ("120", "520")],
)
def test_months_and_weeks_are_one_time(stage: Stage, months: str, weeks: str) -> None:
    played(stage, *TO_THE_JUDGEMENT)
    by_weeks = played(stage, f"/dispute update INV-64 weeks {weeks}")
    by_months = played(stage, f"/dispute update INV-64 months {months}")
    assert f"for {weeks} weeks" in by_months
    assert by_months == by_weeks


@pytest.mark.covers("F-J7", "F-G7")
def test_the_same_guesses_are_named_by_both_until_they_are_said(stage: Stage) -> None:
    played(stage, "/dispute settings hourly_rate 20", *TO_THE_JUDGEMENT, *TO_THE_FORK)
    shown = played(stage, FORK)
    assert "a guess stands for each, or nothing: Your time for one more" in shown
    assert "Your time, Waiting, The relationship" in shown
    assert "Likely outcome, doubt counted" in shown
    assert "Reckon with my own figures" in stage.labels
    assert played(stage, NUMBERS).count("(my guess)") == 4
    played(stage, FORK, "[Reckon with my own figures]", *OWN_FIGURES)
    shown = played(stage, FORK)
    assert "a guess stands for each, or nothing: Waiting." in shown
    assert "Change my figures" in stage.labels
    assert played(stage, NUMBERS).count("(my guess)") == 1  # percent a month
    assert "(my guess)" not in played(stage, "/dispute update INV-64 speed 1")
    assert "a guess stands" not in played(stage, FORK)


@pytest.mark.covers("F-J7")
def test_what_was_skipped_at_the_fork_counts_as_nothing_in_both(stage: Stage) -> None:
    played(stage, "/dispute settings hourly_rate 20", *TO_THE_JUDGEMENT, *TO_THE_FORK)
    skipped = ("[Nothing, or not known]",) * 7
    share = "[About half (40 to 60 %)]"
    played(stage, FORK, "[Reckon with my own figures]", share, *skipped)
    said = played(stage, NUMBERS)
    assert "Going on costs €0.00" in said
    # 400 are not disputed, and half of 600 is likely: mediation and claim cost nothing.
    assert "Floor, for you alone €700.00" in said
    shown = played(stage, FORK)
    assert "an offer of €700.00 or more" in shown
    assert "a claim does not pay" not in shown


@pytest.mark.covers("F-G8", "F-J7")
def test_a_counter_offer_is_compared_with_the_same_guess(stage: Stage) -> None:
    played(stage, "/dispute settings hourly_rate 20", *TO_THE_JUDGEMENT)
    played(stage, "100", "[In a week: 14 May 2026]", "[Sent by e-mail]")
    said = played(stage, "[Offers another sum]", "We pay 700 and no more.", "700")
    assert "Another exchange costs €40.00" in said  # two hours, as at the fork
    assert "a guess stands for each, or nothing: Your time for one more" in said


def test_a_mediation_makes_no_floor_before_its_fee_is_said(stage: Stage) -> None:
    played(stage, "/dispute settings hourly_rate 90", *TO_THE_JUDGEMENT, *TO_THE_FORK)
    assert in_fork(stage)[0] == "€400.00"  # a claim costs more than it brings
    assert re.search(r"Mediation [^ ]+ to [^ ]+ not known yet", played(stage, FORK))
    share = "[Most of it (60 to 85 %)]"
    figures = ("1", "40", "26", "[Nothing, or not known]", "75", "0", "0")
    played(stage, FORK, "[Reckon with my own figures]", share, *figures)
    # 400 + 72.5 % of 600 less one hour.
    assert in_fork(stage)[0] == "€745.00"
    assert in_numbers(stage)[0] == "€745.00"


@pytest.mark.covers("F-G7", "F-G8", "S0-32", "S0-33")
def test_planning_the_steps_says_what_the_numbers_suggest(stage: Stage) -> None:
    played(stage, "/dispute settings hourly_rate 20", *TO_THE_JUDGEMENT)
    played(stage, "/dispute update INV-64 hours 1", "/dispute update INV-64 fees 10")
    played(stage, "/dispute update INV-64 relationship 0")
    said = played(stage, NUMBERS)
    target = euros(found(rf"Target {SUM}", said))
    opening = euros(found(rf"Opening {SUM}", said))
    floor = euros(found(rf"Floor, for you alone {SUM}", said))
    asked = played(stage, FORK, "[Plan it in steps]")
    assert euros(found(rf"no more than {SUM}", asked)) == 1000 - target
    most = 1000 - floor
    assert euros(found(rf"Beyond {SUM} off", asked)) == most
    aim = next(label for label in stage.labels if "By the numbers" in label)
    planned = played(stage, f"[{aim}]")
    assert "It is your decision" not in planned
    assert euros(found(rf"Step 1 {SUM}", planned)) == 1000 - opening


@pytest.mark.covers("F-G7", "F-R4")
def test_going_below_the_floor_is_cautioned_and_not_refused(stage: Stage) -> None:
    played(stage, "/dispute settings hourly_rate 20", *TO_THE_JUDGEMENT)
    played(stage, "/dispute update INV-64 hours 1", "/dispute update INV-64 fees 10")
    said = played(stage, NUMBERS)
    most = 1000 - euros(found(rf"Floor, for you alone {SUM}", said))
    within = played(stage, FORK, "[Plan it in steps]", f"{most:.2f}")
    assert "It is your decision" not in within
    beyond = played(stage, "/dispute update INV-64 most_off", f"{most + 1:.2f}")
    assert "(only for you) " in beyond
    assert f"€{most + 1:.2f} is more than €{most:.2f}" in beyond
    assert "It is your decision, and nobody else sees this." in beyond
    kept = stage.case().money_fact("most_off")
    assert kept is not None
    assert kept.amount == most + 1


def euros(text: str) -> Decimal:
    """As a number."""
    return Decimal(text.replace("€", "").replace(",", ""))

"""What is above a limit waits for a yes, from whom it may come, with a reason."""

from dataclasses import replace

import pytest

from assistant.domain.approval import limit_of, needs_yes
from assistant.domain.business import Member, Profile, Role
from assistant.domain.case_events import ActionRefused, ApprovalAsked
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.resolution import ApprovalStatus, Giving
from tests.usecases.table import KIM, PROFILE, ROBIN, SAM, Table, eur, words_of

LIMITED = replace(PROFILE, approval_limit=eur(100))


def at_the_offer(table: Table, amount: str = "150") -> Table:
    """A case in which somebody has just named what to take off."""
    table.command('open INV-7 1200 "Harbour Café"')
    table.say("Scope", "They say it was included.", "Extra work", "Nothing")
    table.say("Sent by e-mail", "Yes, exactly", "Third round", "included", "billed")
    table.say("400", "drop it", "A company", "Regularly", "Skip", "400")
    table.say("Go on without these")
    while table.question and table.question.key.partition("@")[0] != "explained":
        asked = table.question.key.partition("@")[0]
        table.say(ANSWERS.get(asked, "No"))
    table.say("Yes, explained", amount, "In a week: 14 May 2026")
    return table


ANSWERS = {
    "misunderstood": "Yes",
    "approved": "Yes, only spoken",
    "delivered": "Yes, only spoken",
    "met_specification": "Yes, only spoken",
    "assessment": "Agree",
    "decider": "Skip",
}


@pytest.fixture
def waiting() -> Table:
    """Sam, a helper, would like to give 150 where 100 is the limit."""
    table = at_the_offer(Table(profile=LIMITED).by(SAM))
    table.say("They are our best customer.")
    return table


@pytest.mark.covers("F-L2", "S0-22")
def test_a_helper_above_the_limit_is_asked_for_a_reason() -> None:
    table = at_the_offer(Table(profile=LIMITED).by(SAM))
    said = "\n".join(words_of(table.last))
    assert "€150.00 is more than the €100.00 that you may give up alone" in said
    assert "Robin and Kim may say yes" in said
    assert table.letter == ""
    assert "type" in table.say("no").casefold()  # two letters are no reason


@pytest.mark.covers("F-L2")
def test_the_letter_waits_until_an_approver_said_yes(waiting: Table) -> None:
    assert waiting.labels == ["Yes, go ahead", "No, not this much", "Name another sum"]
    waiting.command("sent D-INV-7 email")
    assert not waiting.case.was_sent(LetterKind.GOODWILL_OFFER)
    said = waiting.by(KIM).say("Yes, go ahead")
    assert "Kim said yes to €150.00." in said
    assert "I offer to take €150.00 off" in waiting.letter
    waiting.by(SAM).say("Sent by e-mail")
    assert waiting.case.offer is not None
    (approval,) = waiting.case.approvals
    assert (approval.asked_by, approval.decided_by) == ("Sam", "Kim")
    assert approval.reason == "They are our best customer."
    assert approval.status is ApprovalStatus.GIVEN


@pytest.mark.covers("F-L2")
def test_approvers_are_called_each_by_themselves(waiting: Table) -> None:
    called = [m for m in waiting.alone if "asks for your yes" in " ".join(words_of(m))]
    assert {message.person for message in called} == {ROBIN.id, KIM.id}
    assert "They are our best customer." in " ".join(words_of(called))


@pytest.mark.covers("F-L2", "F-L5")
def test_who_may_not_decide_is_refused_and_that_is_kept(waiting: Table) -> None:
    said = waiting.say("Yes, go ahead")
    assert "Only Robin and Kim may decide this" in said
    events = [entry.event for entry in waiting.case.entries]
    assert ActionRefused("approve", "not_yours") in events
    assert waiting.case.approval is not None
    assert waiting.letter == ""


@pytest.mark.covers("F-L2")
def test_a_no_has_a_reason_and_another_sum_goes_on(waiting: Table) -> None:
    waiting.by(KIM).say("No, not this much")
    assert "Why not €150.00?" in "\n".join(words_of(waiting.last))
    said = waiting.say("We agreed on a hundred.")
    assert "Kim said no to €150.00: “We agreed on a hundred.”" in said
    waiting.by(SAM).say("Name another sum")
    waiting.say("100")
    assert "I offer to take €100.00 off" in waiting.letter
    assert needs_yes(waiting.case, Giving.ANSWER, LIMITED, ("Robin",)) is False


@pytest.mark.covers("F-L2")
def test_after_a_no_the_same_sum_may_be_asked_for_again(waiting: Table) -> None:
    waiting.by(KIM).say("No, not this much", "Too much.")
    waiting.by(SAM).say("They will leave us otherwise.")
    assert waiting.case.approval is not None
    waiting.by(ROBIN).say("Yes, go ahead")
    assert waiting.letter


@pytest.mark.covers("F-L2")
def test_a_larger_sum_than_was_approved_is_asked_about_again(waiting: Table) -> None:
    waiting.by(KIM).say("Yes, go ahead")
    waiting.by(SAM).command("update D-INV-7 amount_off 200")
    assert waiting.letter == ""
    events = [entry.event for entry in waiting.case.entries]
    asked = [event.amount for event in events if isinstance(event, ApprovalAsked)]
    assert asked == [eur(150)]
    waiting.say("A bit more settles it.")
    assert waiting.case.approval is not None
    assert waiting.case.approval.amount == eur(200)


@pytest.mark.covers("F-L2")
@pytest.mark.parametrize("person", [ROBIN, KIM])
def test_owner_and_approver_decide_alone(person: object) -> None:
    table = at_the_offer(Table(profile=LIMITED).by(person))  # type: ignore[arg-type]
    assert "I offer to take €150.00 off" in table.letter


@pytest.mark.covers("F-L2")
def test_within_the_limit_nobody_is_asked() -> None:
    assert at_the_offer(Table(profile=LIMITED).by(SAM), "100").letter
    assert at_the_offer(Table().by(SAM), "400").letter  # there is no limit


@pytest.mark.covers("F-L2")
def test_the_limit_may_be_a_share_of_the_invoice() -> None:
    table = at_the_offer(
        Table(profile=replace(PROFILE, approval_percent=10)).by(SAM), "121"
    )
    assert "€121.00 is more than the €120.00" in "\n".join(words_of(table.last))


@pytest.mark.parametrize(
    ("limit", "percent", "total", "expected"),
    [
        (None, None, 1000, None),
        (100, None, 1000, 100),
        (None, 5, 1000, 50),
        (100, 5, 1000, 50),
        (100, 20, 1000, 100),
        (100, 0, 1000, 0),
    ],
)
@pytest.mark.covers("F-L2")
def test_the_lower_of_two_limits_counts(
    limit: int | None, percent: int | None, total: int, expected: int | None
) -> None:
    profile = Profile(
        approval_limit=None if limit is None else eur(limit), approval_percent=percent
    )
    found = limit_of(profile, eur(total))
    assert found == (None if expected is None else eur(expected))


def test_a_limit_in_another_currency_is_no_limit_here() -> None:
    profile = Profile(approval_limit=Money.of(100, "USD"))
    assert limit_of(profile, eur(1000)) is None


@pytest.mark.covers("F-L2")
def test_letting_go_and_agreements_are_limited_too() -> None:
    table = at_the_offer(Table(profile=LIMITED).by(SAM), "100")
    table.say("Sent by e-mail", "Agrees", "1000")
    table.say("In a week: 14 May 2026")
    assert "€200.00 is more than the €100.00" in "\n".join(words_of(table.last))
    table.say("It ends the matter.")
    table.by(KIM).say("Yes, go ahead")
    assert "You pay €1,000.00" in table.letter


@pytest.mark.covers("F-L2")
def test_what_was_offered_may_be_agreed_on_without_asking_again(waiting: Table) -> None:
    waiting.by(KIM).say("Yes, go ahead")
    waiting.by(SAM).say("Sent by e-mail", "Agrees", "€1,050.00")
    waiting.say("In a week: 14 May 2026")
    assert "You pay €1,050.00" in waiting.letter


@pytest.mark.covers("F-L2", "F-J6")
def test_letting_go_above_the_limit_needs_a_yes() -> None:
    table = at_the_offer(Table(profile=LIMITED).by(SAM), "100")
    table.say("Sent by e-mail", "No answer came", "See all ways out", "Let it go")
    table.say("The disputed part: €400.00")
    assert "€400.00 is more than the €100.00" in "\n".join(words_of(table.last))
    table.say("Not worth our time.")
    table.by(ROBIN).say("Yes, go ahead", "No")
    assert "not to pursue €400.00 of it any further" in table.letter


@pytest.mark.covers("F-L2")
def test_a_team_without_helpers_asks_nobody() -> None:
    members = (Member("Robin", Role.OWNER, {"slack": "U1"}),)
    table = at_the_offer(Table(profile=LIMITED, members=members))
    assert "I offer to take €150.00 off" in table.letter


@pytest.mark.covers("F-L2")
def test_only_the_owner_changes_the_limit() -> None:
    table = Table(profile=LIMITED).by(SAM)
    assert "Robin" in table.command("settings approval_limit 9999")
    business = table.stores.businesses.load("slack:T1")
    assert business is not None
    assert business.profile.approval_limit == eur(100)
    table.by(ROBIN).command("settings approval_percent 15 %")
    business = table.stores.businesses.load("slack:T1")
    assert business is not None
    assert business.profile.approval_percent == 15

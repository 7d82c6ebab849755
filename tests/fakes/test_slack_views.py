"""Modals, home tabs and triggers of the fake, through slack_sdk."""

from datetime import timedelta

import pytest

from assistant.clock import MovableClock, SystemClock
from tests.fakes.slack.echo import DONE, MODAL
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.model import Json
from tests.fakes.slack.stage import Stage, stage
from tests.fakes.test_slack_api import error, refusal


def trigger(at: Stage) -> str:
    return at.slack.world.new_trigger(at.ann.id, at.team.id).id


@in_loop
async def test_a_trigger_opens_one_view_within_three_seconds() -> None:
    async with stage() as at:
        first = trigger(at)
        await at.client.views_open(trigger_id=first, view=MODAL)
        assert "Amount: {____}" in at.ann.modal
        again = at.client.views_open(trigger_id=first, view=MODAL)
        assert await error(again) == "exchanged_trigger_id"
        late = trigger(at)
        await at.slack.advance(3.1)
        expired = at.client.views_open(trigger_id=late, view=MODAL)
        assert await error(expired) == "expired_trigger_id"
        guessed = at.client.views_open(trigger_id="1.2.3", view=MODAL)
        assert await error(guessed) == "invalid_trigger_id"


@in_loop
async def test_a_clock_moved_by_the_test_counts_as_well() -> None:
    clock = MovableClock(SystemClock().now())
    async with stage(clock=clock) as at:
        late = trigger(at)
        clock.advance(timedelta(seconds=4))
        expired = at.client.views_open(trigger_id=late, view=MODAL)
        assert await error(expired) == "expired_trigger_id"


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"type": "plain_text", "text": "t" * 25}},
        {"submit": None},
        {"blocks": []},
        {"private_metadata": "x" * 3001},
        {"type": "home"},
    ],
)
@in_loop
async def test_views_beyond_the_limits_are_refused(change: Json) -> None:
    async with stage() as at:
        found = await refusal(
            at.client.views_open(trigger_id=trigger(at), view={**MODAL, **change})
        )
        assert found["error"] == "invalid_arguments"
        assert found["response_metadata"]["messages"]
        assert at.ann.modal == ""


@in_loop
async def test_a_view_of_more_than_250_kb_is_too_large() -> None:
    async with stage() as at:
        text = {"type": "mrkdwn", "text": "x" * 2990}
        view = {**DONE, "blocks": [{"type": "section", "text": text}] * 90}
        found = error(at.client.views_open(trigger_id=trigger(at), view=view))
        assert await found == "view_too_large"


@in_loop
async def test_an_update_needs_the_present_hash_and_keeps_what_was_typed() -> None:
    async with stage() as at:
        view = (await at.client.views_open(trigger_id=trigger(at), view=MODAL))["view"]
        await at.ann.fill({"Amount": "480", "Kind": "Quality"})
        updated = (
            await at.client.views_update(
                view_id=view["id"], view=MODAL, hash=view["hash"]
            )
        )["view"]
        assert updated["state"]["values"]["amount"]["value"]["value"] == "480"
        assert "Kind (optional): {Quality}" in at.ann.modal
        stale = at.client.views_update(
            view_id=view["id"], view=MODAL, hash=view["hash"]
        )
        assert await error(stale) == "hash_conflict"
        fresh = {**MODAL["blocks"][0], "block_id": "amount 2"}
        await at.client.views_update(
            view_id=view["id"], view={**MODAL, "blocks": [fresh]}
        )
        assert "Amount: {____}" in at.ann.modal
        gone = at.client.views_update(view_id="V404", view=MODAL)
        assert await error(gone) == "not_found"


@in_loop
async def test_at_most_three_views_lie_on_each_other() -> None:
    async with stage() as at:
        await at.client.views_open(trigger_id=trigger(at), view=MODAL)
        await at.client.views_push(trigger_id=trigger(at), view=DONE)
        third = await at.client.views_push(trigger_id=trigger(at), view=DONE)
        assert third["view"]["previous_view_id"]
        fourth = at.client.views_push(trigger_id=trigger(at), view=DONE)
        assert await error(fourth) == "push_limit_reached"
        await at.ann.close()
        await at.ann.close()
        assert "Amount" in at.ann.modal


@in_loop
async def test_a_home_tab_belongs_to_one_person() -> None:
    async with stage() as at:
        home = {"type": "home", "blocks": DONE["blocks"]}
        first = await at.client.views_publish(user_id=at.ann.id, view=home)
        assert at.ann.home == "Saved."
        assert at.bob.home == ""
        await at.client.views_publish(
            user_id=at.ann.id, view=home, hash=first["view"]["hash"]
        )
        stale = at.client.views_publish(
            user_id=at.ann.id, view=home, hash=first["view"]["hash"]
        )
        assert await error(stale) == "hash_conflict"
        submit = {"type": "plain_text", "text": "x"}
        wrong = at.client.views_publish(
            user_id=at.ann.id, view={**home, "submit": submit}
        )
        assert await error(wrong) == "invalid_arguments"


@in_loop
async def test_an_external_id_is_unique() -> None:
    async with stage() as at:
        named = {**MODAL, "external_id": "one"}
        await at.client.views_open(trigger_id=trigger(at), view=named)
        other = at.slack.world.new_trigger(at.bob.id, at.team.id).id
        twice = at.client.views_open(trigger_id=other, view=named)
        assert await error(twice) == "duplicate_external_id"
        await at.client.views_update(external_id="one", view=DONE)
        assert "Saved." in at.ann.modal

"""What people of the fake do and see: text, menus, threads, files, dates."""

from datetime import UTC, datetime

import pytest

from assistant.clock import MovableClock
from tests.fakes.slack.echo import button
from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.model import Json
from tests.fakes.slack.stage import Stage, stage

NOON = MovableClock(datetime(2026, 5, 7, 12, 0, tzinfo=UTC))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(*texts: str) -> list[Json]:
    return [{"text": plain(text), "value": text.lower()} for text in texts]


async def show(at: Stage, *blocks: Json, text: str = "x") -> None:
    await at.client.chat_postMessage(channel=at.room.id, text=text, blocks=blocks)


@in_loop
async def test_what_people_type_becomes_slacks_format() -> None:
    async with stage() as at:
        said = await at.ann.say(
            "@Bob see https://x.example/a?b=1, mail a@b.example & <this> in #disputes"
        )
        assert said.text == (
            f"<@{at.bob.id}> see <https://x.example/a?b=1>, "
            "mail <mailto:a@b.example|a@b.example> &amp; &lt;this&gt; in "
            f"<#{at.room.id}|disputes>"
        )
        assert at.bob.sees(at.room).endswith(
            "Ann: @Bob Stone see https://x.example/a?b=1, mail a@b.example & <this> "
            "in #disputes"
        )
        await at.ann.command("/dispute assign @Bob")
        sent = at.slack.deliveries.last("/dispute").body
        assert sent["text"] == f"assign <@{at.bob.id}|bob.stone>"
        at.slack.registration.escapes_commands = False
        await at.ann.command("/dispute assign @Bob")
        assert at.slack.deliveries.last("/dispute").body["text"] == "assign @Bob"


@in_loop
async def test_dates_are_read_in_the_readers_zone() -> None:
    async with stage(clock=NOON) as at:
        seconds = int(datetime(2026, 5, 8, 22, 30, tzinfo=UTC).timestamp())
        pattern = "{date_short_pretty} {time}"
        text = f"Due <!date^{seconds}^{pattern}|8 May>, <!date^{seconds}^x|8 May>"
        await at.client.chat_postMessage(channel=at.room.id, text=text)
        assert "Due 09.05.2026 00:30, 8 May" in at.ann.sees(at.room)
        assert "Due tomorrow 10:30 PM, 8 May" in at.bob.sees(at.room)


@in_loop
async def test_emphasis_is_shown_without_its_marks_and_code_as_it_is() -> None:
    async with stage() as at:
        text = "*bold* _it_ ~no~ 2*3*4 a_b_c `*x*` <https://x.example|a link>"
        await at.client.chat_postMessage(channel=at.room.id, text=text)
        assert at.ann.sees(at.room).endswith(
            "bold it no 2*3*4 a_b_c *x* a link (https://x.example)"
        )


@in_loop
async def test_plain_text_is_shown_letter_by_letter() -> None:
    async with stage() as at:
        await show(
            at,
            {"type": "section", "text": plain("A &amp; *B*")},
            button("Yes &amp; no", "go"),
        )
        assert at.ann.sees(at.room).endswith("Parley: A & *B*\n[Yes & no]")
        await at.ann.press("Yes & no")
        pressed = at.slack.deliveries.last("block_actions").body["actions"][0]
        assert pressed["text"]["text"] == "Yes &amp; no"  # as Slack gives it back


@in_loop
async def test_menus_in_messages_are_chosen_by_their_labels() -> None:
    async with stage() as at:
        await show(
            at,
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "static_select",
                        "action_id": "kind",
                        "placeholder": plain("Kind of evidence"),
                        "options": options("Contract", "Photo"),
                    },
                    {
                        "type": "overflow",
                        "action_id": "more",
                        "options": options("Assign", "Close case"),
                    },
                    {
                        "type": "users_select",
                        "action_id": "who",
                        "placeholder": plain("Assign to"),
                    },
                ],
            },
            {
                "type": "section",
                "text": plain("Which parts?"),
                "accessory": {
                    "type": "checkboxes",
                    "action_id": "parts",
                    "options": options("Labour", "Material"),
                },
            },
        )
        assert at.ann.sees(at.room).split("\n")[1:] == [
            "Parley: {Kind of evidence} {Assign / Close case} {Assign to}",
            "Which parts?",
            "[ ] Labour",
            "[ ] Material",
        ]
        assert at.ann.options("Which parts?") == ["Labour", "Material"]
        await at.ann.choose("Kind of evidence", "Photo")
        await at.ann.choose("Assign to", at.bob)
        await at.ann.choose("Which parts?", ["Material"])
        await at.ann.press("Close case")
        actions = [
            each.body["actions"][0]
            for each in at.slack.journal.deliveries("block_actions")
        ]
        assert [a["action_id"] for a in actions] == ["kind", "who", "parts", "more"]
        assert actions[0]["selected_option"]["value"] == "photo"
        assert actions[1]["selected_user"] == at.bob.id
        assert actions[3]["selected_option"]["value"] == "close case"
        state = at.slack.deliveries.last("block_actions").body["state"]["values"]
        kept = [value for box in state.values() for value in box.values()]
        assert {"type": "users_select", "selected_user": at.bob.id} in kept
        assert "{Photo}" in at.ann.sees(at.room)
        assert "[x] Material" in at.ann.sees(at.room)
        assert "{Photo}" not in at.bob.sees(at.room)


@in_loop
async def test_a_confirmation_is_read_before_it_is_answered() -> None:
    async with stage() as at:
        block = button("Delete", "delete")
        block["elements"][0]["confirm"] = {
            "title": plain("Sure?"),
            "text": plain("Deletes INV-7."),
            "confirm": plain("Delete"),
            "deny": plain("Keep"),
        }
        await show(at, block)
        assert await at.ann.press("Delete", confirm=False) is None
        assert at.ann.dialogs == ["Sure?\nDeletes INV-7."]
        assert not at.slack.journal.deliveries("block_actions")
        assert await at.ann.press("Delete")


@in_loop
async def test_the_newest_button_is_pressed_unless_a_place_is_named() -> None:
    async with stage() as at:
        for number in (1, 2):
            section = {"type": "section", "text": plain(f"Case {number}")}
            await show(at, section, button("Open", f"open_{number}"))
        await at.ann.press("Open")
        await at.ann.press("Open", "Case 1")
        pressed = [
            each.body["actions"][0]["action_id"]
            for each in at.slack.journal.deliveries("block_actions")
        ]
        assert pressed == ["open_2", "open_1"]
        with pytest.raises(NotVisibleError, match=r"there is \['Open', 'Open'\]"):
            await at.ann.press("Shut")


@in_loop
async def test_a_person_sees_only_their_own_conversations() -> None:
    async with stage() as at:
        secret = at.team.channel("secret", [at.bob], is_private=True)
        await at.client.chat_postMessage(channel=secret.id, text="private words")
        assert "private words" in at.bob.sees()
        assert "private words" not in at.ann.sees()
        with pytest.raises(NotVisibleError):
            await at.ann.say("let me in", channel=secret)


@in_loop
async def test_edits_deletions_and_passed_on_messages_are_told() -> None:
    async with stage() as at:
        said = await at.ann.say("480")
        await at.ann.edit(said, "490")
        changed = at.slack.deliveries.last("message").body["event"]
        assert changed["subtype"] == "message_changed"
        assert changed["message"]["text"] == "490"
        assert changed["previous_message"]["text"] == "480"
        assert at.ann.sees(at.room).endswith("Ann: 490 (edited)")
        await at.bob.pass_on(said, "Look", thread=said)
        shared = at.slack.deliveries.last("message").body["event"]
        assert shared["attachments"][0]["is_share"]
        assert shared["thread_ts"] == said.ts
        await at.bob.delete(said)
        gone = at.slack.deliveries.last("message").body["event"]
        assert gone["subtype"] == "message_deleted"


@in_loop
async def test_several_files_are_one_message() -> None:
    async with stage() as at:
        await at.ann.attach_all([("a.png", b"1"), ("b.png", b"22")], text="Photos")
        event = at.slack.journal.deliveries("message")[0].body["event"]
        assert event["subtype"] == "file_share"
        assert [f["size"] for f in event["files"]] == [1, 2]
        shared = [d for d in at.slack.deliveries.all if d.name == "file_shared"]
        assert len(shared) == 2
        assert "(file b.png, 2 bytes)" in at.bob.sees(at.room)


@in_loop
async def test_the_messages_tab_and_its_words_are_private() -> None:
    async with stage() as at:
        await at.ann.open_messages()
        opened = at.slack.deliveries.last("app_home_opened").body["event"]
        assert (opened["tab"], opened["channel"]) == ("messages", at.ann.dm.id)
        await at.ann.say("hello", channel=at.ann.dm)
        event = at.slack.deliveries.last("message").body["event"]
        assert event["channel_type"] == "im"
        assert "hello" not in at.bob.sees()


@in_loop
async def test_rich_text_tables_and_newer_blocks_are_readable() -> None:
    async with stage() as at:
        spans = [
            {"type": "text", "text": "Dear "},
            {"type": "user", "user_id": at.bob.id},
        ]
        cell = {"type": "raw_text", "text": "Labour"}
        await show(
            at,
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_section", "elements": spans},
                    {
                        "type": "rich_text_preformatted",
                        "elements": [{"type": "text", "text": "*kept* as is"}],
                    },
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [
                            {"type": "rich_text_section", "elements": spans[:1]}
                        ],
                    },
                ],
            },
            {"type": "table", "rows": [[cell, cell]]},
            {"type": "alert", "text": plain("Mind the date"), "level": "warning"},
        )
        assert at.ann.sees(at.room).split("\n")[1:] == [
            "Parley: Dear @Bob Stone",
            "*kept* as is",
            "• Dear ",
            "Labour | Labour",
            "Mind the date",
        ]


@in_loop
async def test_a_screen_reader_hears_the_text_and_not_the_blocks() -> None:
    async with stage() as at:
        await show(at, button("Close", "close"), text="Case 7: *open*")
        assert at.ann.hears(at.ann.newest()) == "Case 7: open"
        assert at.ann.buttons() == ["Close"]


@in_loop
async def test_the_home_tab_is_in_front_after_it_was_opened() -> None:
    async with stage() as at:
        await show(at, button("Open", "in channel"))
        await at.client.views_publish(
            user_id=at.ann.id, view={"type": "home", "blocks": [button("Open", "home")]}
        )
        await at.ann.open_home()
        await at.ann.press("Open")
        await at.ann.say("back in the channel")
        await at.ann.press("Open")
        pressed = [
            each.body["actions"][0]["action_id"]
            for each in at.slack.journal.deliveries("block_actions")
        ]
        assert pressed == ["home", "in channel"]
        body = at.slack.journal.deliveries("block_actions")[0].body
        assert body["container"]["type"] == "view"
        assert "response_url" not in body

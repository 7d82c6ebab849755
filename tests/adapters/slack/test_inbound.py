"""Captured payloads read as what the person did."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.actions import Choose, ShowHome
from adapters.slack.arrivals import Written
from adapters.slack.forms import FileRef, FilesAdded, OpenFields, Target
from adapters.slack.inbound import (
    command_text,
    event_of,
    from_action,
    from_command,
    from_file_share,
    from_home,
    from_message,
    from_shortcut,
    from_view_submission,
)
from adapters.slack.messages import command_in
from assistant.chat import commands
from assistant.chat.events import (
    ChoiceMade,
    CommandGiven,
    Person,
    Place,
    TextEdited,
    TextTyped,
)

PAYLOADS = Path(__file__).parents[2] / "payloads" / "slack"
ROBIN = Person("U0001", "robin")
CHANNEL = Place("slack", "channel/C0001", "slack:T0001", is_private=False)
DIRECT = Place("slack", "user/U0001", "slack:T0001")
THREAD = Place(
    "slack", "case/D-INV-7", "slack:T0001", is_private=False, case_id="D-INV-7"
)
SCOPE = FileRef(
    "F0001",
    "scope signed.pdf",
    "application/pdf",
    20481,
    "https://files.slack.com/files-pri/T0001-F0001/download/scope_signed.pdf",
)


def payload(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (PAYLOADS / f"{name}.json").read_text(encoding="utf-8")
    )
    return loaded


def written(body: dict[str, Any]) -> Written:
    found = from_message(body)
    assert found
    return found


def test_a_slash_command_is_a_command_in_its_channel() -> None:
    commanded = from_command(payload("command"))
    source = commanded.source
    text = 'open INV-7 480 "Harbour Cafe & Bar"'
    delivery = "command:T0001:13345224609.738474920.8088930838d88f008e0"
    assert event_of(commanded, source.place()) == CommandGiven(
        delivery, CHANNEL, ROBIN, text
    )
    assert commands.parse(text).words == ("INV-7", "480", "Harbour Cafe & Bar")
    assert source.trigger_id
    assert source.response_url.startswith("https://")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("assign D-7 <@U0007|sam>", "assign D-7 U0007"),
        ("assign D-7 <@U0007>", "assign D-7 U0007"),
        ("note D-7 see <#C0001|general>", "note D-7 see general"),
        ("  HELP  ", "HELP"),
        ("", ""),
        ("list “Harbour Cafe”", 'list "Harbour Cafe"'),
        ("note D-7 she said “no”", "note D-7 she said “no”"),
        ("reply D-7 5 &lt; 6 &amp;amp; <!here>", "reply D-7 5 < 6 &amp; @here"),
        ("open <https://x.example|x.example>", "open x.example"),
    ],
)
def test_tokens_in_a_command_are_words(text: str, said: str) -> None:
    assert command_text(text) == said


def test_a_button_is_the_choice_it_stands_for() -> None:
    pressed = from_action(payload("action_button"))
    assert pressed.prompt == "What does Harbour Café & Bar dispute?"
    assert pressed.source.thread_ts == "1778140800.000100"
    event = event_of(pressed, pressed.source.place("D-INV-7"))
    assert event == ChoiceMade(
        pressed.source.delivery_id, THREAD, ROBIN, "D-INV-7", "reason", "scope"
    )


def test_a_press_delivered_twice_is_one_and_another_press_is_another() -> None:
    body = payload("action_button")
    once, again = from_action(body), from_action(deepcopy(body))
    body["actions"][0]["action_ts"] = "1778140813.000000"
    assert once.source.delivery_id == again.source.delivery_id
    assert once.source.delivery_id != from_action(body).source.delivery_id


def test_an_entry_of_a_menu_is_the_choice_it_stands_for() -> None:
    pressed = from_action(payload("action_menu"))
    assert pressed.action == Choose("D-INV-7", "sub_reason", "extra_work")
    assert pressed.source.place() == DIRECT


def test_a_page_of_the_home_tab_is_the_apps_own_business() -> None:
    pressed = from_action(payload("action_home"))
    assert pressed.action == ShowHome("open", 2)
    assert (pressed.source.view_id, pressed.source.view_hash) == (
        "V0001",
        "1778140800.aBc",
    )
    assert event_of(pressed, pressed.source.place()) is None
    assert pressed.source.place() == DIRECT


@pytest.mark.parametrize(
    "element",
    [
        {"action_id": "somebody.else", "value": "[]"},
        {"action_id": "parley9.choose.0", "value": '["a","b","c"]'},
        {"action_id": "parley1.choose.0", "value": "no json"},
        {"action_id": "parley1.choose.0", "value": '["only one"]'},
        {"action_id": "parley1.choose.0", "value": "[1,2,3]"},
        {"action_id": "parley1.home.0", "value": '["open","2"]'},
        {"action_id": "parley1.menu.0.[]", "selected_option": {"value": "=x"}},
        {"action_id": "parley1.give.0", "value": "null"},
        {},
    ],
)
def test_a_button_that_is_not_ours_is_nothing(element: dict[str, Any]) -> None:
    body = payload("action_button")
    body["actions"] = [element]
    assert from_action(body).action is None


@pytest.mark.covers("S18")
def test_a_shared_message_brings_its_words_author_date_and_link() -> None:
    shared = from_shortcut(payload("shortcut_message"))
    assert shared.shortcut == "open_from_message"
    assert shared.source.trigger_id == "1234.5678.open"
    message = shared.message
    assert message
    assert message.text == (
        "Ana from harbour.example says: <we never agreed> to that & will not pay"
    )
    assert message.author_id == "U0042"
    assert message.written_at == datetime(2026, 5, 7, 5, 0, 0, 900, tzinfo=UTC)
    assert message.link == (
        "https://harbour-works.slack.com/archives/C0042/p1778130000000900"
    )
    assert message.files == (SCOPE,)


def test_the_global_shortcut_has_no_message_and_no_channel() -> None:
    shared = from_shortcut(payload("shortcut_global"))
    assert shared.message is None
    assert shared.source.place() == DIRECT


def test_words_in_a_thread_are_read_as_their_writer_saw_them() -> None:
    message = written(payload("message_thread"))
    text = (
        "They wrote to kim@works.example, see the page "
        "(https://works.example/a?b=1&c=2) & ask @sam"
    )
    assert message.source.thread_ts == "1778140800.000100"
    assert event_of(message, THREAD) == TextTyped(
        "message:T0001:C0001:1778141100.000400",
        THREAD,
        Person("U0001", "U0001"),
        text,
    )


def test_a_mention_in_a_thread_gives_a_command_or_an_answer() -> None:
    body = payload("app_mention")
    message = written(body)
    assert message.is_mention
    given = event_of(message, THREAD)
    assert isinstance(given, CommandGiven)
    assert given.text == "paid 200"
    body["event"]["text"] = "please <@U0BOT>, Show them the contract"
    said = event_of(written(body), THREAD)
    assert isinstance(said, TextTyped)
    assert said.text == "please Show them the contract"


def test_a_mention_that_also_comes_as_a_message_is_one_delivery() -> None:
    mention = payload("app_mention")
    message = deepcopy(mention)
    message["event"] |= {"type": "message", "channel_type": "channel"}
    message["event_id"] = "Ev9999"
    first, second = written(mention), written(message)
    assert first.source.delivery_id == second.source.delivery_id
    assert (first.text, second.text) == ("paid 200", "paid 200")
    assert second.is_mention


def test_files_in_a_thread_come_with_what_was_written_beside_them() -> None:
    message = written(payload("message_files"))
    assert message.text == "The signed scope"
    assert message.files[0] == SCOPE
    assert message.files[1].name == "Photo"


def test_a_changed_message_names_the_one_it_was() -> None:
    body = payload("message_changed")
    message = written(body)
    event = event_of(message, THREAD)
    assert isinstance(event, TextEdited)
    assert event.text == "480, not 840"
    assert event.first == "message:T0001:C0001:1778141400.000700"
    assert event.delivery_id != event.first
    gone = deepcopy(body)
    gone["event"]["message"] |= {"subtype": "tombstone", "user": "USLACKBOT"}
    assert from_message(gone) is None
    body["event"]["previous_message"]["text"] = "480, not 840"
    assert from_message(body) is None  # a link was unfolded, nothing was typed


def test_a_forwarded_message_keeps_its_author_and_date() -> None:
    event = event_of(written(payload("message_forwarded")), DIRECT)
    assert isinstance(event, TextTyped)
    assert event.text == "I am not paying that."
    assert event.origin
    assert event.origin.author == "Ana"
    assert event.origin.link.endswith("p1778130000000900")


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": "B0001"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"user": None},
        {"user": "USLACKBOT"},
        {"subtype": "tombstone"},
        {"subtype": "channel_convert_to_private"},
    ],
)
def test_what_nobody_typed_is_no_message(change: dict[str, Any]) -> None:
    body = payload("message_thread")
    body["event"] |= change
    assert from_message(body) is None


def test_the_home_tab_and_a_dropped_file_are_known_by_person_and_id() -> None:
    home = from_home(payload("home_opened"))
    dropped = from_file_share(payload("file_shared"))
    assert (home.tab, home.source.user_id, home.source.is_direct) == (
        "home",
        "U0001",
        True,
    )
    assert (dropped.file_id, dropped.source.channel_id) == ("F0001", "C0001")


def test_somebody_of_another_organisation_is_told_apart() -> None:
    body = payload("action_button")
    assert not from_action(body).source.is_from_outside
    body["user"]["team_id"] = "T0999"
    assert from_action(body).source.is_from_outside


def test_a_sent_form_is_its_fields() -> None:
    sent = from_view_submission(payload("view_submission"))
    assert sent.form
    assert sent.form.filled == OpenFields(
        invoice="INV-7",
        amount="1.200,00",
        customer="Harbour Café",
        disputed="",
        statement="We never agreed to a third round.\n\nAna",
        written_on="2026-05-06",
    )
    assert sent.form.target == Target(
        channel_id="C0001", message_ts="1778130000.000900", user_id="U0042"
    )
    assert sent.form.block_ids["amount"] == "amount-0"


def test_a_field_nobody_touched_has_what_it_was_drawn_with() -> None:
    """Some clients leave it out of the state."""
    body = payload("view_submission")
    values = body["view"]["state"]["values"]
    for name in ("statement.0n2-0", "statement.1-0", "written_on-0"):
        del values[name]
    sent = from_view_submission(body)
    assert sent.form
    assert isinstance(sent.form.filled, OpenFields)
    assert sent.form.filled.statement.endswith("round.\n\nAna")
    assert sent.form.filled.written_on == "2026-05-06"


def test_files_of_a_form_are_known_by_id_and_address() -> None:
    sent = from_view_submission(payload("view_files"))
    assert sent.form
    assert sent.form.filled == FilesAdded((SCOPE,), "Their yes")
    assert sent.form.target.case_id == "D-INV-7"


def test_a_form_sent_twice_is_one_delivery_and_a_corrected_one_another() -> None:
    body = payload("view_submission")
    once, again = from_view_submission(body), from_view_submission(deepcopy(body))
    body["view"]["state"]["values"]["amount-0"]["value"]["value"] = "480"
    corrected = from_view_submission(body)
    assert once.source.delivery_id == again.source.delivery_id
    assert once.source.delivery_id != corrected.source.delivery_id


def test_a_form_of_somebody_else_is_nothing() -> None:
    body = payload("view_submission")
    body["view"]["callback_id"] = "somebody_elses"
    assert from_view_submission(body).form is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("paid 200", "paid 200"),
        ("list", "list"),
        ("HELP open", "HELP open"),
        ("/dispute show D-7", "show D-7"),
        ("dispute list overdue", "list overdue"),
        ("dispute", "menu"),
        ("/list", "list"),
        ("note She was upset", "note She was upset"),
        ("open INV-7 480", "open INV-7 480"),
        ("update card_dispute 20 May", "update card_dispute 20 May"),
        ("Update the drawing, please", ""),
        ("Show them the contract", ""),
        ("Dispute over the logo", ""),
        ("Close to the deadline", ""),
        ("480", ""),
        ("", ""),
    ],
)
def test_a_message_is_a_command_only_where_it_can_be_nothing_else(
    text: str, command: str
) -> None:
    assert command_in(text) == command

"""The manifest: what Slack takes, least rights, and the documents that repeat it."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from adapters.cli import main
from adapters.slack.manifest import (
    AGENT_SCOPES,
    EVENTS,
    SCOPES,
    THREAD_EVENTS,
    THREAD_SCOPES,
    Choices,
    as_json,
    as_yaml,
    manifest,
)
from tests.adapters.slack.words import say
from tests.fakes.slack_rules import book, manifest_violations

ROOT = Path(__file__).parents[3]
URL = "https://parley.example"
SOCKET, HTTP = Choices(), Choices(url=URL, reads_threads=True, rotates_tokens=True)
BARE = Choices(has_agent=False)


def closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def listed(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "uniqueItems": True}


YES_OR_NO, TEXT = {"type": "boolean"}, {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https://"}
# The part of Slack's manifest schema, version 2, that we use; lengths are in the
# limits file.
SCHEMA = closed(
    {
        "_metadata": closed(
            {"major_version": {"const": 2}, "minor_version": {"type": "integer"}},
            "major_version",
        ),
        "display_information": closed(
            {
                "name": TEXT,
                "description": TEXT,
                "long_description": TEXT,
                "background_color": {"pattern": "^#([0-9a-f]{3}){1,2}$"},
            },
            "name",
        ),
        "features": closed(
            {
                "app_home": closed(
                    {
                        "home_tab_enabled": YES_OR_NO,
                        "messages_tab_enabled": YES_OR_NO,
                        "messages_tab_read_only_enabled": YES_OR_NO,
                    }
                ),
                "bot_user": closed(
                    {"display_name": TEXT, "always_online": YES_OR_NO}, "display_name"
                ),
                "shortcuts": listed(
                    closed(
                        {
                            "name": TEXT,
                            "type": {"enum": ["message", "global"]},
                            "callback_id": TEXT,
                            "description": TEXT,
                        },
                        *("name", "type", "callback_id", "description"),
                    )
                ),
                "slash_commands": listed(
                    closed(
                        {
                            "command": {"pattern": "^/"},
                            "url": ADDRESS,
                            "description": TEXT,
                            "usage_hint": TEXT,
                            "should_escape": YES_OR_NO,
                        },
                        *("command", "description"),
                    )
                ),
                "agent_view": closed(
                    {
                        "agent_description": TEXT,
                        "suggested_prompts": listed(
                            closed({"title": TEXT, "message": TEXT}, "title", "message")
                        ),
                    }
                ),
            }
        ),
        "oauth_config": closed(
            {
                "redirect_urls": listed(ADDRESS),
                "scopes": closed({"bot": listed(TEXT), "user": listed(TEXT)}),
            }
        ),
        "settings": closed(
            {
                "event_subscriptions": closed(
                    {"request_url": ADDRESS, "bot_events": listed(TEXT)}
                ),
                "interactivity": closed(
                    {"is_enabled": YES_OR_NO, "request_url": ADDRESS}, "is_enabled"
                ),
                "org_deploy_enabled": YES_OR_NO,
                "socket_mode_enabled": YES_OR_NO,
                "token_rotation_enabled": YES_OR_NO,
            }
        ),
    },
    "display_information",
)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["slack", "manifest", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.covers("S01")
@pytest.mark.parametrize("choices", [SOCKET, HTTP, BARE])
def test_slack_takes_the_manifest(choices: Choices) -> None:
    made = manifest(say, choices)
    jsonschema.validate(made, SCHEMA)
    assert list(map(str, manifest_violations(made))) == []
    assert yaml.safe_load(as_yaml(made, choices)) == made
    assert json.loads(as_json(made)) == made


@pytest.mark.covers("S01")
def test_socket_mode_needs_no_address_and_http_names_every_one() -> None:
    socket, http = manifest(say, SOCKET), manifest(say, HTTP)
    assert "http" not in as_json(socket)
    assert socket["settings"]["socket_mode_enabled"]
    assert not http["settings"]["socket_mode_enabled"]
    events = f"{URL}/slack/events"
    assert http["settings"]["event_subscriptions"]["request_url"] == events
    assert http["settings"]["interactivity"]["request_url"] == events
    assert http["features"]["slash_commands"][0]["url"] == events
    assert http["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert http["settings"]["token_rotation_enabled"]


@pytest.mark.covers("S02")
def test_the_rights_are_the_least_and_each_has_its_reason_in_the_documents() -> None:
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_.:]+)` \| (.+) \|$", page, re.MULTILINE))
    rights = SCOPES | AGENT_SCOPES | THREAD_SCOPES
    assert rows == rights | EVENTS | THREAD_EVENTS
    made = manifest(say, SOCKET)
    assert set(made["oauth_config"]["scopes"]) == {"bot"}
    asked = set(made["oauth_config"]["scopes"]["bot"])
    assert asked == SCOPES.keys() | AGENT_SCOPES.keys()
    too_much = re.compile(r"admin|search|public|customize|(?<!^im):history")
    assert not list(filter(too_much.search, asked))


@pytest.mark.covers("S02")
def test_threads_are_read_only_where_the_owner_wants_it() -> None:
    for choices, is_read in ((SOCKET, False), (HTTP, True)):
        made = manifest(say, choices)
        scopes = made["oauth_config"]["scopes"]["bot"]
        events = made["settings"]["event_subscriptions"]["bot_events"]
        assert ("channels:history" in scopes) is is_read
        assert ("message.channels" in events) is is_read
        assert "message.im" in events


@pytest.mark.covers("S03")
def test_the_agent_surface_is_a_layer_that_can_be_left_out() -> None:
    with_agent, without = manifest(say, SOCKET), manifest(say, BARE)
    assert "agent_view" in with_agent["features"]
    assert "agent_view" not in without["features"]
    assert "assistant:write" not in without["oauth_config"]["scopes"]["bot"]
    words = with_agent["features"]["agent_view"]["agent_description"].split()
    assert len(words) <= book()["agent_experience"]["overview_words_max"]
    assert "assistant_view" not in as_json(with_agent)
    code = [path.read_text() for path in (ROOT / "adapters").rglob("*.py")]
    of_slack = re.compile(r"from slack_bolt[^\n]* import [^\n]*Assistant\b")
    assert not any(map(of_slack.search, code))


@pytest.mark.covers("S18")
def test_the_shortcuts_begin_with_a_verb_and_are_short() -> None:
    shortcuts = manifest(say, SOCKET)["features"]["shortcuts"]
    assert {each["type"] for each in shortcuts} == {"message", "global"}
    assert all(each["name"].startswith("Open ") for each in shortcuts)
    assert all(len(each["name"]) <= 24 for each in shortcuts)


@pytest.mark.covers("S01", "S02")
def test_the_command_prints_it_with_a_reason_per_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = printed(capsys)
    assert yaml.safe_load(text) == manifest(say, SOCKET)
    for name, reason in SOCKET.scopes.items():
        assert f"- {name}  # {reason}\n" in text
    as_printed = printed(capsys, "--http", f"{URL}/", "--format", "json", "--no-agent")
    wanted = manifest(say, Choices(url=URL, has_agent=False))
    assert json.loads(as_printed) == wanted


@pytest.mark.parametrize(
    "arguments", [["--http", "parley.example"], ["--http", "http://x"], ["--rotate"]]
)
def test_an_address_slack_cannot_use_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["slack", "manifest", *arguments]) == 1
    assert capsys.readouterr().err

"""The kinds of payload, and how each becomes a small value; see `arrivals`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adapters.slack import inbound, messages
from adapters.slack.actions import Ask, AskPrivately, Attach, Choose, EditLetter, Say
from adapters.slack.arrivals import (
    Commanded,
    FileDropped,
    HomeOpened,
    Pressed,
    Sent,
    Shared,
    Source,
    Written,
)

Payload = Mapping[str, Any]


class Kind(StrEnum):
    """What Slack delivers; kept with the payload, so values are never renamed."""

    COMMAND = "command"
    ACTION = "action"
    FORM = "form"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that Slack tells of the app or a channel; nobody did it to us.

    name: the event's type. event: what it tells.
    """

    source: Source
    name: str
    event: Payload


Arrival = (
    Commanded | Pressed | Sent | Shared | Written | HomeOpened | FileDropped | Told
)


def packed(kind: Kind, body: Payload) -> str:
    """For the inbox."""
    return json.dumps({"kind": kind, "body": body})


def unpacked(payload: str) -> tuple[Kind, dict[str, Any]]:
    """Back from the inbox."""
    kept = json.loads(payload)
    return Kind(kept["kind"]), kept["body"]


def read(kind: Kind, body: Payload) -> Arrival | None:
    """What arrived; None for what nobody needs."""
    return _READERS[kind](body)


def case_in(arrival: Arrival) -> str:
    """The case that a button or form names; empty where it names none."""
    match arrival:
        case Pressed(action=action):
            about = Choose | Say | Ask | AskPrivately | Attach | EditLetter
            named = action.case_id if isinstance(action, about) else ""
            return named or arrival.target.case_id
        case Sent(form=form):
            return form.target.case_id if form else ""
        case _:
            return ""


def _event(body: Payload) -> Arrival | None:
    event = body["event"]
    match event.get("type"):
        case "message" | "app_mention":
            return inbound.from_message(body)
        case "app_home_opened":
            return inbound.from_home(body)
        case "file_shared":
            return inbound.from_file_share(body)
        case name:
            source = Source(
                delivery_id=f"event:{body['event_id']}",
                team_id=messages.team_of(body),
                user_id="",
                enterprise_id=body.get("enterprise_id") or "",
            )
            return Told(source, str(name), event)


_READERS: dict[Kind, Callable[[Payload], Arrival | None]] = {
    Kind.COMMAND: inbound.from_command,
    Kind.ACTION: inbound.from_action,
    Kind.FORM: inbound.from_view_submission,
    Kind.SHORTCUT: inbound.from_shortcut,
    Kind.EVENT: _event,
}

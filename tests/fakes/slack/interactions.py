"""What people do to the app: commands, presses, shortcuts, submissions."""

from typing import Any

from tests.fakes.slack.answers import answer_with
from tests.fakes.slack.core import Core
from tests.fakes.slack.delivery import Delivery, Route
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.forms import Field, fields, options_of
from tests.fakes.slack.model import Channel, Json, Kind, Message, Team, User, View
from tests.fakes.slack.registration import Shortcut
from tests.fakes.slack.views import view_json

BAD_ANSWER = "We had some trouble connecting. Try again?"


class Interactions:
    """Builds interaction payloads, delivers them and does what the answer says."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def command(
        self, user: User, channel: Channel, command: str, text: str
    ) -> Delivery:
        """A slash command; what the acknowledgement says is shown."""
        team = self._core.world.teams[user.team_id]
        url = self._core.world.new_response_url(channel.id, user.id, team.id)
        names = {Kind.IM: "directmessage", Kind.PRIVATE: "privategroup"}
        body: Json = {
            "token": self._core.registration.verification,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": names.get(channel.kind, channel.name),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self._core.registration.app_id,
            "is_enterprise_install": str(team.is_org_install).lower(),
            "response_url": self._address(url.key),
            "trigger_id": self._trigger(user, team),
        }
        if team.enterprise_id:
            body["enterprise_id"] = team.enterprise_id
            body["enterprise_name"] = team.enterprise_name
        sent = self._core.deliveries.send(Route.COMMAND, command, body, team.id)
        await sent.attempted.wait()
        if sent.answer:
            said = sent.answer if isinstance(sent.answer, dict) else {}
            answer_with(self._core, url, said or {"text": str(sent.answer)})
        return sent

    async def act(
        self, user: User, team: Team, surface: Message | View, action: Json
    ) -> Delivery:
        """`block_actions` from a message, a modal or a home tab.

        action: `type`, `action_id`, `block_id` and the value chosen.
        """
        body = self._common("block_actions", user, team)
        body["trigger_id"] = self._trigger(user, team)
        body["actions"] = [action | {"action_ts": self._core.world.ts()}]
        if isinstance(surface, View):
            body["view"] = view_json(surface, team, self._core.registration.app_id)
            body["container"] = {"type": "view", "view_id": surface.id}
        else:
            body |= self._from_message(user, team, surface)
        return await self._deliver("block_actions", body, team)

    async def suggest(
        self, user: User, team: Team, surface: Message | View, field: Field, typed: str
    ) -> list[Json]:
        """`block_suggestion`: the options that the app offers for what was typed."""
        body = self._common("block_suggestion", user, team)
        body |= {
            "action_id": field.element["action_id"],
            "block_id": field.block["block_id"],
            "value": typed,
        }
        if isinstance(surface, View):
            body["view"] = view_json(surface, team, self._core.registration.app_id)
            body["container"] = {"type": "view", "view_id": surface.id}
        else:
            body |= self._from_message(user, team, surface)
            del body["response_url"]
        sent = await self._deliver("block_suggestion", body, team)
        return options_of(sent.answer) if isinstance(sent.answer, dict) else []

    async def shortcut(
        self, user: User, shortcut: Shortcut, message: Message | None = None
    ) -> Delivery:
        """A global shortcut, or one on a message."""
        team = self._core.world.teams[user.team_id]
        name = "message_action" if message else "shortcut"
        body = self._common(name, user, team)
        body["callback_id"] = shortcut.callback_id
        body["trigger_id"] = self._trigger(user, team)
        body["action_ts"] = self._core.world.ts()
        if message is not None:
            channel = self._core.world.channels[message.channel_id]
            url = self._core.world.new_response_url(
                channel.id, user.id, team.id, message
            )
            body |= {
                "response_url": self._address(url.key),
                "message_ts": message.ts,
                "channel": {"id": channel.id, "name": _name(channel)},
                "message": self._core.shapes.message(message),
            }
        return await self._deliver(name, body, team)

    async def submit(self, user: User, team: Team, view: View) -> Delivery:
        """`view_submission`; the answer closes, refuses, changes or adds a view."""
        body = self._of_view("view_submission", user, team, view)
        body["trigger_id"] = self._trigger(user, team)
        body["response_urls"] = []
        sent = await self._deliver("view_submission", body, team)
        if sent.error:
            view.errors[""] = BAD_ANSWER
        else:
            self.follow(view, sent.answer)
        return sent

    async def close(
        self, user: User, team: Team, view: View, *, everything: bool = False
    ) -> Delivery | None:
        """A modal was closed; the app hears of it when it asked to."""
        self._core.world.drop_view(view, everything=everything)
        if not view.body.get("notify_on_close"):
            return None
        body = self._of_view("view_closed", user, team, view)
        body["is_cleared"] = everything
        return await self._deliver("view_closed", body, team)

    def follow(self, view: View, answer: Any) -> None:
        """Do what a submission's acknowledgement says; refuse it as Slack does."""
        if not view.is_open:
            return
        try:
            self._obey(view, answer if isinstance(answer, dict) else {})
        except SlackError as error:
            self._core.journal.violations.append(
                f"view_submission answer: {error.name} {error.extra or ''}".rstrip()
            )
            view.errors[""] = BAD_ANSWER

    def _obey(self, view: View, response: Json) -> None:
        world, screens = self._core.world, self._core.screens
        match response.get("response_action"):
            case None:
                world.drop_view(view)
            case "clear":
                world.drop_view(view, everything=True)
            case "errors":
                view.errors = self._errors(view, response.get("errors") or {})
            case "update":
                screens.update(view, response.get("view") or {})
            case "push":
                screens.push(view.user_id, view.team_id, response.get("view") or {})
            case other:
                raise SlackError(f"unknown response_action {other}")

    def _errors(self, view: View, errors: Json) -> dict[str, str]:
        inputs = {
            f.block["block_id"] for f in fields(view.body["blocks"]) if f.is_input
        }
        unknown = set(errors) - inputs
        if unknown or not errors:
            raise SlackError("errors for no input block", blocks=sorted(unknown))
        return {str(block_id): str(text) for block_id, text in errors.items()}

    def _common(self, kind: str, user: User, team: Team) -> Json:
        body: Json = {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {
                "id": user.id,
                "username": user.name,
                "name": user.name,
                "team_id": user.team_id,
            },
            "api_app_id": self._core.registration.app_id,
            "token": self._core.registration.verification,
            "enterprise": None,
            "is_enterprise_install": team.is_org_install,
        }
        if team.enterprise_id:
            named = {"id": team.enterprise_id, "name": team.enterprise_name}
            body["enterprise"] = named
            body["team"]["enterprise_id"] = team.enterprise_id
        if team.is_org_install:
            body["team"] = None
        return body

    def _of_view(self, kind: str, user: User, team: Team, view: View) -> Json:
        body = self._common(kind, user, team)
        body["view"] = view_json(view, team, self._core.registration.app_id)
        if user.team_id != team.id:  # an outsider: Slack names their own workspace
            own = self._core.world.teams[user.team_id]
            body["team"] = {"id": own.id, "domain": own.domain}
        return body

    def _from_message(self, user: User, team: Team, message: Message) -> Json:
        world = self._core.world
        channel = world.channels[message.channel_id]
        url = world.new_response_url(channel.id, user.id, team.id, message)
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.only_for),
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        found: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": _name(channel)},
            "state": {"values": world.message_values.get((user.id, message.ts), {})},
            "response_url": self._address(url.key),
        }
        if not message.only_for:  # Slack does not keep ephemeral messages
            found["message"] = self._core.shapes.message(message)
        return found

    async def _deliver(self, name: str, body: Json, team: Team) -> Delivery:
        sent = self._core.deliveries.send(Route.INTERACTIVE, name, body, team.id)
        await sent.attempted.wait()
        return sent

    def _trigger(self, user: User, team: Team) -> str:
        return self._core.world.new_trigger(user.id, team.id).id

    def _address(self, key: str) -> str:
        return f"{self._core.shapes.base_url}/actions/{key}"


def _name(channel: Channel) -> str:
    names = {Kind.IM: "directmessage", Kind.PRIVATE: "privategroup"}
    return names.get(channel.kind, channel.name)

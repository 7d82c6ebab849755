"""Views on screens: modals in a stack, home tabs, and what stands in their inputs."""

import copy

from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.forms import initial_values, with_ids
from tests.fakes.slack.journal import Journal
from tests.fakes.slack.model import Json, Team, View
from tests.fakes.slack.rules import Problem, view_problems, worst
from tests.fakes.slack.state import STACK_DEPTH, World


def view_json(view: View, team: Team, app_id: str) -> Json:
    """A view as Slack returns it and puts it into payloads.

    team: where the app is installed; the view may be on an outsider's screen.
    """
    body = view.body
    empty: Json = {
        "title": None,
        "submit": None,
        "close": None,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
    }
    given = {name: value for name, value in body.items() if value is not None}
    return (
        empty
        | given
        | {
            "id": view.id,
            "team_id": view.team_id,
            "state": {"values": copy.deepcopy(view.values)},
            "hash": view.hash,
            "root_view_id": view.root_view_id or view.id,
            "previous_view_id": view.previous_view_id or None,
            "app_id": app_id,
            "app_installed_team_id": team.id,
            "bot_id": team.bot_id,
        }
    )


class Screens:
    """Puts views on screens and changes them, with Slack's refusals."""

    def __init__(self, world: World, journal: Journal) -> None:
        self._world = world
        self._journal = journal

    def open(self, user_id: str, team_id: str, body: Json) -> View:
        """Show a first modal: what was open before is covered by it and gone."""
        self._check(body, "modal")
        stack = self._world.open_views(user_id)
        if stack:
            self._world.drop_view(stack[0])
        return self._show(user_id, team_id, body)

    def push(self, user_id: str, team_id: str, body: Json) -> View:
        """Lay a modal on the open one; `push_limit_reached` above three."""
        self._check(body, "modal")
        stack = self._world.open_views(user_id)
        if len(stack) >= STACK_DEPTH:
            raise SlackError("push_limit_reached")
        return self._show(user_id, team_id, body)

    def update(self, view: View, body: Json, hash_: str = "") -> View:
        """Change a view in place; what was typed stays where the ids stay."""
        self._check(body, str(view.body["type"]), view)
        if hash_ and hash_ != view.hash:
            raise SlackError("hash_conflict")
        view.body = with_ids(body, self._world.mint)
        kept = view.values
        view.values = initial_values(view.body["blocks"])
        for block_id, actions in view.values.items():
            for action_id, value in actions.items():
                old = kept.get(block_id, {}).get(action_id)
                if old and old["type"] == value["type"]:
                    actions[action_id] = old
        view.errors = {}
        view.hash = self._hash()
        return view

    def publish(self, user_id: str, team_id: str, body: Json, hash_: str = "") -> View:
        """Set somebody's home tab."""
        self._check(body, "home")
        view = self._world.homes.get(user_id)
        if view is not None:
            return self.update(view, body, hash_)
        view = self._new(user_id, team_id, body)
        self._world.homes[user_id] = view
        return view

    def _show(self, user_id: str, team_id: str, body: Json) -> View:
        stack = self._world.open_views(user_id)
        view = self._new(user_id, team_id, body)
        if stack:
            view.root_view_id = stack[0].id
            view.previous_view_id = stack[-1].id
        stack.append(view)
        return view

    def _new(self, user_id: str, team_id: str, body: Json) -> View:
        filled = with_ids(body, self._world.mint)
        view = View(
            id=self._world.mint.id("V"),
            team_id=team_id,
            user_id=user_id,
            body=filled,
            hash=self._hash(),
            values=initial_values(filled["blocks"]),
        )
        view.root_view_id = view.id
        return view

    def _hash(self) -> str:
        return f"{self._world.seconds()}.{self._world.mint.secret('hash', 8)}"

    def _check(self, body: Json, kind: str, view: View | None = None) -> None:
        problems = view_problems(body)
        if body.get("type") != kind:
            text = f"must be of type {kind} [/view/type]"
            problems.append(Problem(text, "invalid_arguments"))
        if problems:
            messages = [f"[ERROR] {problem}" for problem in problems]
            self._journal.violations += [f"view: {problem}" for problem in problems]
            raise SlackError(worst(problems), response_metadata={"messages": messages})
        external_id = body.get("external_id")
        for stack in self._world.stacks.values():
            for other in stack:
                is_taken = external_id and other.external_id == external_id
                if is_taken and other is not view:
                    raise SlackError("duplicate_external_id")

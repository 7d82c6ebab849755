"""What somebody's hands do on a screen: typing, choosing, picking files."""

from typing import Any

from tests.fakes.slack.core import Core
from tests.fakes.slack.forms import Field, fields, filled, initial_values, problem
from tests.fakes.slack.looking import Spot
from tests.fakes.slack.model import File, Json, User, View
from tests.fakes.slack.shapes import media_type_of


class Hands:
    """Of one person."""

    def __init__(self, core: Core, user: User) -> None:
        self._core = core
        self._user = user

    def put(self, spot: Spot, value: Any) -> Json:
        """Give an input a value; its new state, as Slack writes it."""
        state = filled(spot.field.element, self._given(spot.field, value))
        block_id = spot.field.block["block_id"]
        if isinstance(spot.surface, View):
            values = spot.surface.values
        else:
            key = (self._user.id, spot.surface.ts)
            fresh = initial_values(spot.surface.blocks)
            values = self._core.world.message_values.setdefault(key, fresh)
        values.setdefault(block_id, {})[spot.field.element["action_id"]] = state
        return state

    def upload(self, name: str, content: bytes) -> File:
        """Pick a file of the own computer."""
        file = File(
            id=self._core.mint.id("F"),
            team_id=self._user.team_id,
            name=name,
            title=name,
            media_type=media_type_of(name),
            user_id=self._user.id,
            created=self._core.world.seconds(),
            announced=len(content),
            content=content,
            is_completed=True,
        )
        self._core.world.files[file.id] = file
        return file

    def gaps(self, view: View) -> dict[str, str]:
        """What Slack's own client finds wrong before it submits, by block."""
        found = {}
        for field in fields(view.body["blocks"]):
            block_id = field.block["block_id"]
            if field.is_input:
                state = view.values[block_id][field.element["action_id"]]
                if text := problem(field, state):
                    found[block_id] = text
        return found

    def _given(self, field: Field, value: Any) -> Any:
        if field.kind == "file_input":
            files = [self.upload(name, content) for name, content in value]
            return [self._core.shapes.file(each) for each in files]
        if isinstance(value, list | tuple):
            return [getattr(each, "id", each) for each in value]
        return getattr(value, "id", value)  # a person or a channel

"""views.*: modals by trigger, updates with hash, the home tab."""

from tests.fakes.slack import access
from tests.fakes.slack.call import Call, missing_argument
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.model import Json, Trigger, View
from tests.fakes.slack.views import view_json


def open_(core: Core, call: Call) -> Json:
    """views.open"""
    trigger = _trigger(core, call)
    view = core.screens.open(trigger.user_id, trigger.team_id, _view(call))
    trigger.is_used = True
    return _shown(core, view)


def push(core: Core, call: Call) -> Json:
    """views.push"""
    trigger = _trigger(core, call)
    view = core.screens.push(trigger.user_id, trigger.team_id, _view(call))
    trigger.is_used = True
    return _shown(core, view)


def update(core: Core, call: Call) -> Json:
    """views.update, by view_id or external_id"""
    if not (call.text("view_id") or call.text("external_id")):
        raise missing_argument("view_id")
    body = _view(call)
    view = core.world.view(call.text("view_id"), call.text("external_id"))
    if view.team_id not in access.teams_of(core, call.grant):
        raise SlackError("not_found")
    return _shown(core, core.screens.update(view, body, call.text("hash")))


def publish(core: Core, call: Call) -> Json:
    """views.publish"""
    user = access.find_user(core, call.grant, call.need("user_id"))
    if not core.registration.has_home:
        raise SlackError("not_enabled")
    view = core.screens.publish(
        user.id, call.grant.team_id or user.team_id, _view(call), call.text("hash")
    )
    return _shown(core, view)


def _trigger(core: Core, call: Call) -> Trigger:
    trigger = core.world.exchange(
        call.text("trigger_id") or call.text("interactivity_pointer")
    )
    if trigger.team_id not in access.teams_of(core, call.grant):
        raise SlackError("invalid_trigger_id")
    return trigger


def _view(call: Call) -> Json:
    view = call.parsed("view")
    if not isinstance(view, dict):
        raise missing_argument("view")
    return {name: value for name, value in view.items() if value is not None}


def _shown(core: Core, view: View) -> Json:
    team = core.world.teams[view.team_id]
    return {"view": view_json(view, team, core.registration.app_id)}


METHODS = {
    "views.open": open_,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}

"""users.*, bots.*, team.*, reactions.*: who is who, and small signs."""

from tests.fakes.slack import access
from tests.fakes.slack.api_conversations import paged
from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.model import Json, Message


def user_info(core: Core, call: Call) -> Json:
    """users.info"""
    user = access.find_user(core, call.grant, call.need("user"))
    team_id = call.grant.team_id or user.team_id
    return {
        "user": core.shapes.user(user, team_id, with_locale=call.flag("include_locale"))
    }


def user_list(core: Core, call: Call) -> Json:
    """users.list"""
    teams = access.teams_of(core, call.grant)
    with_locale = call.flag("include_locale")
    found = [
        core.shapes.user(user, user.team_id, with_locale=with_locale)
        for user in core.world.users.values()
        if user.team_id in teams
    ]
    page, metadata = paged(call, found, 200)
    return {
        "members": page,
        "cache_ts": core.world.seconds(),
        "response_metadata": metadata,
    }


def bot_info(core: Core, call: Call) -> Json:
    """bots.info"""
    wanted = call.text("bot") or call.grant.bot_id
    teams = access.teams_of(core, call.grant)
    for user in core.world.users.values():
        if user.bot_id == wanted and user.team_id in teams:
            bot = {
                "id": user.bot_id,
                "deleted": False,
                "name": user.real_name,
                "updated": 0,
                "app_id": user.app_id,
                "user_id": user.id,
                "icons": {},
            }
            return {"bot": bot}
    raise SlackError("bot_not_found")


def team_info(core: Core, call: Call) -> Json:
    """team.info"""
    team = core.world.teams.get(call.text("team") or call.grant.team_id)
    if team is None or team.id not in access.teams_of(core, call.grant):
        raise SlackError("team_not_found")
    found: Json = {
        "id": team.id,
        "name": team.name,
        "url": f"https://{team.domain}.slack.com/",
        "domain": team.domain,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    if team.enterprise_id:
        found["enterprise_id"] = team.enterprise_id
        found["enterprise_name"] = team.enterprise_name
    return {"team": found}


def add_reaction(core: Core, call: Call) -> Json:
    """reactions.add"""
    message = _message(core, call)
    users = message.reactions.setdefault(call.need("name"), [])
    if call.grant.user_id in users:
        raise SlackError("already_reacted")
    users.append(call.grant.user_id)
    return {}


def remove_reaction(core: Core, call: Call) -> Json:
    """reactions.remove"""
    message, name = _message(core, call), call.need("name")
    users = message.reactions.get(name, [])
    if call.grant.user_id not in users:
        raise SlackError("no_reaction")
    users.remove(call.grant.user_id)
    if not users:
        del message.reactions[name]
    return {}


def get_reactions(core: Core, call: Call) -> Json:
    """reactions.get"""
    message = _message(core, call)
    return {
        "type": "message",
        "channel": message.channel_id,
        "message": core.shapes.message(message),
    }


def _message(core: Core, call: Call) -> Message:
    channel = access.find_channel(core, call.grant, call.need("channel"))
    if not access.users_of(core, call.grant) & channel.members:
        raise SlackError("not_in_channel")
    return core.world.message(channel, call.need("timestamp"))


METHODS = {
    "users.info": user_info,
    "users.list": user_list,
    "bots.info": bot_info,
    "team.info": team_info,
    "reactions.add": add_reaction,
    "reactions.remove": remove_reaction,
    "reactions.get": get_reactions,
}

"""auth.*, oauth.*, apps.*: tokens, their rotation, and the door to Socket Mode."""

from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.installs import TOKEN_LIFETIME, end_grants, granted
from tests.fakes.slack.model import Grant, Json


def test(core: Core, call: Call) -> Json:
    """auth.test"""
    grant = call.grant
    if grant.is_app_level:
        raise SlackError("not_allowed_token_type")
    user = core.world.users[grant.user_id]
    team = core.world.teams[grant.team_id or user.team_id]
    found: Json = {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": user.name,
        "team_id": team.id,
        "user_id": user.id,
        "bot_id": grant.bot_id,
        "is_enterprise_install": not grant.team_id,
    }
    return found | ({"enterprise_id": team.enterprise_id} if team.enterprise_id else {})


def revoke(core: Core, call: Call) -> Json:
    """auth.revoke: the last token of a bot takes the app with it."""
    if call.flag("test"):
        return {"revoked": False}
    grant = call.grant
    grant.ended = "token_revoked"
    for team in core.world.teams.values():
        if team.bot_user_id == grant.user_id:
            core.events.tokens_revoked(team, [grant.user_id])
    return {"revoked": True}


def open_connection(core: Core, call: Call) -> Json:
    """apps.connections.open"""
    if not call.grant.is_app_level:
        raise SlackError("not_allowed_token_type")
    return {"url": core.socket.address(core.shapes.base_url)}


def access_(core: Core, call: Call) -> Json:
    """oauth.v2.access: a code for a token, or a refresh token for the next one."""
    _check_client(core, call)
    if call.text("grant_type") == "refresh_token":
        return _refreshed(core, call)
    code = call.need("code")
    install = core.world.installs.pop(code, None)
    if install is None:
        raise SlackError("invalid_code")
    if call.text("redirect_uri", install.redirect) != install.redirect:
        raise SlackError("bad_redirect_uri")
    grant = granted(core, install)
    return _described(core, grant, install.user_id)


def _check_client(core: Core, call: Call) -> None:
    client_id, secret = call.client
    client_id = client_id or call.text("client_id")
    secret = secret or call.text("client_secret")
    if client_id != core.registration.client_id:
        raise SlackError("invalid_client_id")
    if secret != core.registration.client_secret:
        raise SlackError("bad_client_secret")


def _refreshed(core: Core, call: Call) -> Json:
    refresh = call.need("refresh_token")
    for grant in core.world.grants.values():
        if grant.refresh_token == refresh and not grant.ended:
            break
    else:
        raise SlackError("invalid_refresh_token")
    grant.refresh_token = ""
    fresh = Grant(
        token=f"xoxe.xoxb-1-{core.mint.secret('bot token')}",
        team_id=grant.team_id,
        enterprise_id=grant.enterprise_id,
        user_id=grant.user_id,
        bot_id=grant.bot_id,
        scopes=set(grant.scopes),
        expires_at=core.timeline.now() + TOKEN_LIFETIME,
        refresh_token=f"xoxe-1-{core.mint.secret('refresh token')}",
    )
    core.world.grants[fresh.token] = fresh
    return _described(core, fresh, "")


def _described(core: Core, grant: Grant, user_id: str) -> Json:
    bot = core.world.users[grant.user_id]
    team = core.world.teams[grant.team_id or bot.team_id]
    is_org = not grant.team_id
    found: Json = {
        "app_id": core.registration.app_id,
        "authed_user": {"id": user_id} if user_id else {},
        "scope": ",".join(sorted(grant.scopes)),
        "token_type": "bot",
        "access_token": grant.token,
        "bot_user_id": grant.user_id,
        "team": None if is_org else {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": is_org,
    }
    if team.enterprise_id:
        found["enterprise"] = {"id": team.enterprise_id, "name": team.enterprise_name}
    if grant.expires_at:
        left = grant.expires_at - core.timeline.now()
        found["expires_in"] = int(left.total_seconds())
        found["refresh_token"] = grant.refresh_token
    return found


def uninstall(core: Core, call: Call) -> Json:
    """apps.uninstall"""
    _check_client(core, call)
    team = core.world.teams[call.grant.team_id]
    end_grants(core, team, "account_inactive")
    core.events.uninstalled(team)
    return {}


METHODS = {
    "auth.test": test,
    "auth.revoke": revoke,
    "apps.connections.open": open_connection,
    "apps.uninstall": uninstall,
    "oauth.v2.access": access_,
}

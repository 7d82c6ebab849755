"""Installing the app into a workspace, and taking it out again."""

from datetime import timedelta

from tests.fakes.slack.core import Core
from tests.fakes.slack.model import Grant, Install, Team, User

TOKEN_LIFETIME = timedelta(hours=12)


def granted(core: Core, install: Install) -> Grant:
    """Put the bot into the team and make its token."""
    team = core.world.teams[install.team_id]
    team.is_org_install = install.is_org_wide
    bot = _bot(core, team)
    rotates = core.registration.rotates_tokens
    prefix = "xoxe.xoxb-1" if rotates else "xoxb"
    grant = Grant(
        token=f"{prefix}-{team.id}-{core.mint.secret('bot token', 24)}",
        team_id="" if install.is_org_wide else team.id,
        enterprise_id=team.enterprise_id,
        user_id=bot.id,
        bot_id=bot.bot_id,
        scopes=set(install.scopes),
    )
    if rotates:
        grant.expires_at = core.timeline.now() + TOKEN_LIFETIME
        grant.refresh_token = f"xoxe-1-{core.mint.secret('refresh token')}"
    core.world.grants[grant.token] = grant
    return grant


def end_grants(core: Core, team: Team, error: str) -> list[str]:
    """End all tokens of the team's bot; the users whose tokens they were."""
    ended = []
    for grant in core.world.grants.values():
        if grant.user_id == team.bot_user_id and not grant.ended:
            grant.ended = error
            ended.append(grant.user_id)
    return ended


def _bot(core: Core, team: Team) -> User:
    if team.bot_user_id:
        return core.world.users[team.bot_user_id]
    bot = User(
        id=core.mint.id("U"),
        team_id=team.id,
        name=core.registration.name.lower(),
        real_name=core.registration.name,
        bot_id=core.mint.id("B"),
        app_id=core.registration.app_id,
    )
    core.world.users[bot.id] = bot
    team.bot_user_id, team.bot_id = bot.id, bot.bot_id
    return bot

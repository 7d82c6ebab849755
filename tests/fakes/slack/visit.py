"""A browser's way through an installation: the app's page, Slack's page, and back."""

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import aiohttp

from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.model import Install, User

AUTHORIZE = "/oauth/v2/authorize"


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser shows at the end. url: of the app's redirect address."""

    status: int
    text: str
    url: str


async def agree_to_install(
    core: Core, user: User, url: str, *, agree: bool = True
) -> Page:
    """Open the install page and answer Slack's question.

    The redirect goes to the host of `url`, whatever public name the app gave.
    NotVisibleError when the page leads nowhere or Slack would refuse the request.
    """
    async with aiohttp.ClientSession() as browser:
        async with browser.get(url, allow_redirects=False) as answer:
            link = answer.headers.get("Location") or _link(await answer.text())
            cookies = "; ".join(f"{m.key}={m.value}" for m in answer.cookies.values())
        asked = {name: v[0] for name, v in parse_qs(urlsplit(link).query).items()}
        back = _redirect(core, asked)
        if agree:
            code = core.mint.secret("code")
            core.world.installs[code] = Install(
                team_id=user.team_id,
                user_id=user.id,
                scopes=frozenset(asked.get("scope", "").split(",")),
                redirect=back,
            )
            given = {"code": code, "state": asked.get("state", "")}
        else:
            given = {"error": "access_denied", "state": asked.get("state", "")}
        here = urlsplit(url)
        path = urlsplit(back).path or "/slack/oauth_redirect"
        there = urlunsplit((here.scheme, here.netloc, path, urlencode(given), ""))
        async with browser.get(there, headers={"Cookie": cookies}) as answer:
            return Page(answer.status, await answer.text(), there)


def _link(page: str) -> str:
    found = re.search(rf'href="([^"]*{re.escape(AUTHORIZE)}[^"]*)"', page)
    if found is None:
        raise NotVisibleError("the install page has no link to Slack")
    return html.unescape(found[1])


def _redirect(core: Core, asked: dict[str, str]) -> str:
    if asked.get("client_id") != core.registration.client_id:
        raise NotVisibleError("Slack says: invalid_client_id")
    missing = set(asked.get("scope", "").split(",")) - core.registration.scopes
    if missing:
        raise NotVisibleError(f"Slack says: invalid_scope {sorted(missing)}")
    allowed = core.registration.redirects
    back = asked.get("redirect_uri") or (allowed[0] if allowed else "")
    if allowed and not any(back.startswith(each) for each in allowed):
        raise NotVisibleError("Slack says: bad_redirect_uri")
    return back

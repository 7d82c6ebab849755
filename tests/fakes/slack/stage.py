"""A small scene for tests: one team, one channel, Ann and Bob in it, and a client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.model import Channel
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Stage:
    """The scene. client: the SDK with the bot's token and no retries."""

    slack: FakeSlack
    team: Workspace
    room: Channel
    ann: Person
    bob: Person
    client: AsyncWebClient


@asynccontextmanager
async def stage(**options: Any) -> AsyncIterator[Stage]:
    """Open a fake with a scene; options go to FakeSlack."""
    async with FakeSlack(**options) as slack:
        team = slack.team("Acme")
        room = team.channel("disputes")
        ann = team.person("Ann", here=room, tz="Europe/Berlin", locale="de-DE")
        bob = team.person("Bob Stone", here=room, is_admin=True)
        client = AsyncWebClient(
            token=team.token, base_url=slack.api_url, retry_handlers=[]
        )
        yield Stage(slack, team, room, ann, bob, client)

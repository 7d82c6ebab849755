"""Many workspaces: installed by OAuth, kept apart, renewed, removed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from adapters.http import Listener
from adapters.slack.app import SlackPlatform, slack_platform
from adapters.slack.manifest import Choices
from adapters.slack.tenants import Installation
from assistant.bootstrap import InMemory, build_on
from assistant.clock import MovableClock
from assistant.settings import Settings, SlackSettings
from tests.adapters.slack.scene import QUICK, START, free_port, words_of
from tests.fakes.slack.loops import in_loop
from tests.fakes.slack.model import Channel
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import Workspace

URL = "https://parley.example"


@dataclass
class House:
    """The app for many workspaces, reached over HTTP."""

    slack: FakeSlack
    stores: InMemory
    clock: MovableClock
    app: SlackPlatform
    address: str

    @property
    def installs(self) -> list[str]:
        return self.stores.notebook.keys("slack", "install/")

    async def settle_in(self, name: str, enterprise: str = "") -> "Tenant":
        """A workspace whose first person installs the app from its page."""
        team = self.slack.team(name, installed=False, enterprise=enterprise)
        room = team.channel("disputes", is_private=True, with_app=False)
        boss = team.person(f"{name} Boss", here=room)
        page = await boss.install(f"{self.address}/slack/install?threads=1")
        assert page.status == 200, page.text
        await team.invite_app(room, boss)
        return Tenant(team, room, boss)


@dataclass
class Tenant:
    team: Workspace
    room: Channel
    boss: Person


@asynccontextmanager
async def house(choices: Choices | None = None) -> AsyncIterator[House]:
    clock, stores = MovableClock(START), InMemory()
    wanted = choices or Choices(url=URL, reads_threads=True)
    async with FakeSlack(clock, words_of(wanted), quiet=0.02) as slack:
        env = slack.environment(over_http=True)
        found = SlackSettings(
            client_id=env["SLACK_CLIENT_ID"],
            client_secret=env["SLACK_CLIENT_SECRET"],
            signing_secret=env["SLACK_SIGNING_SECRET"],
            api_url=env["SLACK_API_URL"],
        )
        settings = Settings(Path("unused"), locale="en_GB", slack=found)
        assistant = build_on(settings, clock, stores)
        app = slack_platform(settings, assistant, QUICK)
        port = free_port()
        listener = Listener([app], "127.0.0.1", port, clock)
        await listener.start()
        await app.start()
        address = f"http://127.0.0.1:{port}"
        slack.use_http(f"{address}/slack/events")
        slack.probes[1:] = [app._is_busy, app._has_mail]
        try:
            yield House(slack, stores, clock, app, address)
        finally:
            await app.stop()
            await listener.stop()


async def opened(tenant: Tenant, customer: str) -> None:
    await tenant.boss.command("/dispute here", tenant.room)
    await tenant.boss.command(f'/dispute open INV-7 480 "{customer}"', tenant.room)
    await tenant.boss.submit()


@pytest.mark.covers("S22", "B10")
@in_loop
async def test_two_workspaces_with_the_same_case_see_nothing_of_each_other() -> None:
    async with house() as here:
        acme = await here.settle_in("Acme")
        beta = await here.settle_in("Beta")
        await opened(acme, "Harbour Cafe")
        await opened(beta, "Tern Hotels")
        mark = here.slack.journal.mark()
        for line in (
            "list all",
            "show D-INV-7",
            "show INV-7 timeline",
            "evidence D-INV-7",
            "paid D-INV-7 100",
            "note D-INV-7 ours",
            "undo D-INV-7",
            "export",
        ):
            await beta.boss.command(f"/dispute {line}", beta.room)
        await beta.boss.open_home()
        await beta.boss.press("Quality", beta.room)
        for call in here.slack.journal.calls(since=mark):
            assert "Harbour" not in str(call.body)
            assert call.team_id in (beta.team.id, "")
        cases = here.stores.cases
        theirs = cases.load(f"slack:{acme.team.id}", "D-INV-7")
        assert theirs.fact("reason") is None
        assert str(theirs.grid.sum.paid.amount) == "0.00"


@pytest.mark.covers("S22", "B10")
@in_loop
async def test_a_thread_or_button_of_another_workspace_is_not_taken_for_ones_own() -> (
    None
):
    async with house() as here:
        acme = await here.settle_in("Acme")
        beta = await here.settle_in("Beta")
        await opened(acme, "Harbour Cafe")
        press = await acme.boss.press("Quality", acme.room)
        assert press
        forged = replace(press, body=dict(press.body))
        forged.body["team"] = {"id": beta.team.id, "domain": "beta"}
        forged.body["user"] = {"id": beta.boss.id, "team_id": beta.team.id}
        forged.body["actions"] = [
            dict(press.body["actions"][0])
            | {"value": '["D-INV-7","statement","skip"]', "action_ts": "1.2"}
        ]
        await here.slack.deliveries.repeat(forged)
        await here.slack.settled()
        case = here.stores.cases.load(f"slack:{acme.team.id}", "D-INV-7")
        assert case.fact("statement") is None
        assert "Harbour" not in beta.boss.sees()


@pytest.mark.covers("S21")
@in_loop
async def test_a_removed_app_forgets_its_token_at_once_and_the_data_later() -> None:
    async with house() as here:
        acme = await here.settle_in("Acme")
        beta = await here.settle_in("Beta")
        await opened(acme, "Harbour Cafe")
        await opened(beta, "Tern Hotels")
        await acme.team.uninstall()
        assert here.installs == [f"install/{beta.team.id}"]
        here.clock.advance(timedelta(days=31))
        await here.app._parts.departures.clear_up()
        cases = here.stores.cases
        assert cases.summaries(f"slack:{acme.team.id}") == []
        assert len(cases.summaries(f"slack:{beta.team.id}")) == 1


@pytest.mark.covers("S21")
@in_loop
async def test_who_installs_again_in_time_finds_everything() -> None:
    async with house() as here:
        acme = await here.settle_in("Acme")
        await opened(acme, "Harbour Cafe")
        await acme.team.revoke_tokens()
        assert here.installs == []
        page = await acme.boss.install(f"{here.address}/slack/install")
        assert page.status == 200
        here.clock.advance(timedelta(days=31))
        await here.app._parts.departures.clear_up()
        await acme.boss.command("/dispute list", acme.room)
        assert "Harbour Cafe" in acme.boss.sees(acme.room)


@pytest.mark.covers("S22")
@in_loop
async def test_an_installation_needs_the_browser_that_began_it() -> None:
    async with house() as here:
        team = here.slack.team("Acme", installed=False)
        boss = team.person("Boss")
        page = await boss.install(f"{here.address}/slack/install", agree=False)
        assert "Nothing was installed" in page.text
        assert here.installs == []

        async with aiohttp.ClientSession() as browser:
            back = f"{here.address}/slack/oauth_redirect?code=x&state=guessed"
            async with browser.get(back) as answer:
                assert answer.status == 400
            async with browser.get(
                f"{here.address}/slack/install", allow_redirects=False
            ) as answer:
                state = answer.headers["Location"].split("state=")[1].split("&")[0]
        async with (
            aiohttp.ClientSession() as other,
            other.get(
                f"{here.address}/slack/oauth_redirect?code=x&state={state}"
            ) as answer,
        ):
            assert answer.status == 400
        assert here.installs == []


@pytest.mark.covers("S22")
@in_loop
async def test_where_it_is_not_installed_a_command_says_so() -> None:
    async with house() as here:
        acme = await here.settle_in("Acme")
        await here.app._workspaces.forget(acme.team.id)
        await acme.boss.command("/dispute list", acme.room)
        assert "Parley is not installed in your workspace" in acme.boss.sees(acme.room)


@pytest.mark.covers("S26")
@in_loop
async def test_a_token_that_ends_is_renewed_and_the_request_succeeds() -> None:
    choices = Choices(url=URL, reads_threads=True, rotates_tokens=True)
    async with house(choices) as here:
        acme = await here.settle_in("Acme")
        await opened(acme, "Harbour Cafe")
        first = acme.team.token
        await here.slack.advance(13 * 3600)
        await acme.boss.press("Quality", acme.room)
        assert "What did Harbour Cafe say?" in acme.boss.sees(acme.room)
        assert acme.team.token != first
        renewals = [
            call
            for call in here.slack.journal.calls("oauth.v2.access")
            if call.body.get("grant_type") == "refresh_token"
        ]
        assert len(renewals) == 1


@pytest.mark.covers("S26")
@in_loop
async def test_an_app_of_a_whole_organisation_serves_its_workspaces() -> None:
    async with house() as here:
        team = here.slack.team("Acme", installed=False, enterprise="Acme Group")
        room = team.channel("disputes", is_private=True, with_app=False)
        boss = team.person("Boss", here=room)
        grant = team.install(is_org_wide=True)
        await here.app._workspaces.keep(
            Installation(team.team.enterprise_id, grant.token, grant.user_id)
        )
        await team.invite_app(room, boss)
        await opened(Tenant(team, room, boss), "Harbour Cafe")
        assert "Case D-INV-7" in boss.sees(room)
        await boss.press("Quality", room)
        assert "What did Harbour Cafe say?" in boss.sees(room)

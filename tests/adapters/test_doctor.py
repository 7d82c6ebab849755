"""`parley doctor`: what is wrong is said with what to do, and no token is shown."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.doctor import Finding, look
from adapters.slack.manifest import Choices
from assistant.clock import MovableClock, SystemClock
from assistant.settings import Settings, SlackSettings, TelegramSettings
from assistant.store.keys import Key
from assistant.store.tiny import open_stores
from tests.fakes.slack.server import FakeSlack
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.server import LiveTelegram

SCOPES = set(Choices(has_agent=False).scopes)


def wrong(findings: list[Finding]) -> str:
    return "\n".join(each.text for each in findings if not each.is_well)


def looked(settings: Settings, ahead: timedelta = timedelta(0)) -> list[Finding]:
    clock = MovableClock(SystemClock().now() + ahead)
    return list(look(settings, clock, SCOPES))


def telegram_at(url: str, folder: Path, token: str | None) -> Settings:
    return Settings(folder, telegram=TelegramSettings(bot_token=token, api_url=url))


@pytest.mark.covers("B12")
def test_nothing_set_up_is_said_with_what_to_set(tmp_path: Path) -> None:
    said = wrong(looked(Settings(tmp_path)))
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "SLACK_BOT_TOKEN" in said


@pytest.mark.covers("B12", "T17")
def test_a_telegram_token_is_tried_and_never_shown(tmp_path: Path) -> None:
    telegram = FakeTelegram()
    with LiveTelegram(telegram):
        fits = looked(telegram_at(telegram.url, tmp_path, telegram.token))
        other = looked(telegram_at(telegram.url, tmp_path, "1:WRONG-token"))
    assert wrong(fits) == ""
    assert "@BotFather" in wrong(other)
    for finding in (*fits, *other):
        assert telegram.token not in finding.text
        assert "WRONG-token" not in finding.text


def test_an_unreachable_platform_is_named_without_its_address(tmp_path: Path) -> None:
    settings = telegram_at("http://127.0.0.1:9", tmp_path, "1:secret-token")
    said = wrong(looked(settings))
    assert "cannot be reached" in said
    assert "secret-token" not in said


def test_a_clock_that_is_off_is_told(tmp_path: Path) -> None:
    telegram = FakeTelegram()
    with LiveTelegram(telegram):
        settings = telegram_at(telegram.url, tmp_path, telegram.token)
        assert "clock" in wrong(looked(settings, timedelta(minutes=9)))


@pytest.mark.covers("B12", "S02")
def test_slack_is_asked_who_the_app_is_and_what_it_may(tmp_path: Path) -> None:
    async def scene() -> tuple[str, str, str]:
        async with FakeSlack() as slack:
            team = slack.team("Acme", installed=True)
            env = slack.environment(team)
            good = SlackSettings(
                env["SLACK_BOT_TOKEN"],
                env["SLACK_APP_TOKEN"],
                api_url=env["SLACK_API_URL"],
            )
            ask = asyncio.to_thread
            fine = await ask(looked, Settings(tmp_path, slack=good))
            bad = replace(good, bot_token="xoxb-nobody")  # noqa: S106  no secret
            refused = await ask(looked, Settings(tmp_path, slack=bad))
            no_app = replace(good, app_token="xapp-nobody")  # noqa: S106
            socket = await ask(looked, Settings(tmp_path, slack=no_app))
            return wrong(fine), wrong(refused), wrong(socket)

    fine, refused, socket = asyncio.run(scene())
    assert fine == ""
    assert "SLACK_BOT_TOKEN" in refused
    assert "SLACK_APP_TOKEN" in socket


def test_a_key_that_others_may_read_is_told(tmp_path: Path) -> None:
    key = Key.make()
    path = tmp_path / "parley.key"
    path.write_text(key.text, encoding="ascii")
    path.chmod(0o644)
    open_stores(tmp_path / "data", key=key).close()
    said = wrong(looked(Settings(tmp_path / "data", key_file=path)))
    assert f"chmod 600 {path}" in said
    path.chmod(0o600)
    assert "chmod" not in wrong(looked(Settings(tmp_path / "data", key_file=path)))

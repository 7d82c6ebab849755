"""Settings from the environment: every mistake is named, no secret is shown."""

import os
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import (
    ChannelDetail,
    Known,
    Settings,
    guess_currency,
    guess_locale,
    guess_time_zone,
    missing_for_platforms,
    read_settings,
)

KNOWN = Known(places=lambda: ["US-CA", "GB-EAW"], locales=lambda: ["en", "en_GB", "de"])
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-hush-1",
    "SLACK_APP_TOKEN": "xapp-hush-2",
    "SLACK_SIGNING_SECRET": "hush-3",
    "SLACK_CLIENT_SECRET": "hush-4",
    "TELEGRAM_BOT_TOKEN": "1:hush-5",
    "TELEGRAM_WEBHOOK_SECRET": "hush-6",
    "PARLEY_KEY": "hush-7",
    "PARLEY_STORE": "postgresql://parley:hush-8@db/parley",
}


def problems(
    tmp_path: Path, env: dict[str, str] | None = None, dotenv: Path | None = None
) -> list[str]:
    env = {"PARLEY_DATA_DIR": str(tmp_path), **(env or {})}
    with pytest.raises(SettingsError) as caught:
        read_settings(env, dotenv, KNOWN)
    return caught.value.problems


def test_nothing_has_to_be_set() -> None:
    settings = read_settings({}, None)
    assert settings.data_dir.name == "parley"
    assert settings.data_dir.is_absolute()
    assert (settings.store, settings.key, settings.key_file) == ("tinydb", None, None)
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert settings.channel_detail is ChannelDetail.BY_CHANNEL
    assert settings.jurisdiction is None
    assert settings.slack.api_url == "https://slack.com/api/"
    assert settings.telegram.api_url == "https://api.telegram.org"
    assert not settings.telegram.is_open
    assert missing_for_platforms(settings) == []


def test_every_name_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "PARLEY_DATA_DIR": f" {tmp_path / 'new' / 'folder'} ",
            "PARLEY_LOCALE": "en-GB",
            "PARLEY_TIMEZONE": "Europe/London",
            "PARLEY_CURRENCY": "gbp",
            "PARLEY_JURISDICTION": "gb-eaw",
            "PARLEY_TELEGRAM_OPEN": "TRUE",
            "PARLEY_CHANNEL_DETAIL": "minimal",
            "PARLEY_HTTP_HOST": "::1",
            "PARLEY_HTTP_PORT": "65535",
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_API_URL": "http://localhost:9/api/",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081",
            "TELEGRAM_WEBHOOK_URL": "https://example.org/hook",
            **TOKENS,
        },
        None,
        KNOWN,
    )
    assert settings.data_dir == tmp_path / "new" / "folder"
    assert not settings.data_dir.exists()
    assert (settings.locale, settings.time_zone) == ("en_GB", "Europe/London")
    assert (settings.currency, settings.jurisdiction) == ("GBP", "GB-EAW")
    assert settings.telegram.is_open
    assert settings.channel_detail is ChannelDetail.MINIMAL
    assert (settings.http_host, settings.http_port) == ("::1", 65535)
    assert settings.slack.bot_token == TOKENS["SLACK_BOT_TOKEN"]
    assert settings.slack.api_url == "http://localhost:9/api/"
    assert settings.telegram.webhook_url == "https://example.org/hook"
    assert settings.store == TOKENS["PARLEY_STORE"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PARLEY_TIMEZONE", "Berlin", "did you mean Europe/Berlin?"),
        ("PARLEY_TIMEZONE", "europe/berlin", "did you mean Europe/Berlin?"),
        ("PARLEY_TIMEZONE", "new york", "did you mean America/New_York?"),
        ("PARLEY_TIMEZONE", "../etc/passwd", "write one such as Europe/Berlin"),
        ("PARLEY_CURRENCY", "EURO", "did you mean EUR?"),
        ("PARLEY_CURRENCY", "€", "did you mean EUR?"),
        ("PARLEY_CURRENCY", "12345", "write a code such as EUR"),
        ("PARLEY_LOCALE", "en_BG", "did you mean en_GB?"),
        ("PARLEY_LOCALE", "klingon", "write one such as en_GB"),
        ("PARLEY_JURISDICTION", "US-CAL", "did you mean US-CA?"),
        ("PARLEY_JURISDICTION", "Bavaria", "write a code such as US-CA"),
        ("PARLEY_HTTP_PORT", "0", "write a number from 1 to 65535"),
        ("PARLEY_HTTP_PORT", "65536", "write a number from 1 to 65535"),
        ("PARLEY_HTTP_PORT", "http", "write a number from 1 to 65535"),
        ("PARLEY_HTTP_HOST", "http://localhost", "no http://"),
        ("PARLEY_CHANNEL_DETAIL", "some", "write full or minimal"),
        ("PARLEY_TELEGRAM_OPEN", "maybe", "neither true nor false"),
        ("PARLEY_STORE", "mysql://root:hush@db", "write tinydb or postgresql://"),
        ("PARLEY_KEY_FILE", "/nowhere/key", "not a file that can be read"),
        ("PARLEY_TIMEZON", "UTC", "did you mean PARLEY_TIMEZONE?"),
        ("PARLEY_XYZZY", "1", "remove it"),
        ("SLACK_BOT_TOKEN", "xapp-hush", "begins with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-hush", "begins with xapp-"),
        ("SLACK_API_URL", "slack.com", "begins with https://"),
        ("TELEGRAM_BOT_TOKEN", "hush", "looks like 123456:ABC-DEF"),
        ("TELEGRAM_WEBHOOK_URL", "https://[hush", "begins with https://"),
        ("TELEGRAM_WEBHOOK_SECRET", "hush hush", "1 to 256 letters"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_write(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    (problem,) = problems(tmp_path, {name: value})
    assert problem.startswith(f"{name}: ")
    assert expected in problem
    assert "hush" not in problem
    assert "\n" not in problem


def test_all_problems_come_together(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "PARLEY_HTTP_PORT": "0",
            "PARLEY_CURRENCY": "???",
            "PARLEY_KEY": "hush",
            "PARLEY_KEY_FILE": __file__,
            "PARLEY_TELEGRAM_OPN": "1",
        },
    )
    names = sorted(problem.split(":")[0].split(" ")[0] for problem in found)
    assert names == [
        "PARLEY_CURRENCY",
        "PARLEY_HTTP_PORT",
        "PARLEY_KEY",
        "PARLEY_TELEGRAM_OPN",
    ]


def test_a_data_folder_must_be_a_folder_one_can_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    deep = str(tmp_path / "file" / "deep")
    (problem,) = problems(tmp_path, {"PARLEY_DATA_DIR": deep})
    assert "is a file; choose a folder" in problem


def test_a_read_only_data_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write everywhere, so the system's answer is replaced.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    (problem,) = problems(tmp_path)
    assert "is not writable" in problem


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "\ufeff# ours\nPARLEY_CURRENCY=CHF\nexport PARLEY_HTTP_PORT='90'\n"
        "PARLEY_LOCALE=de\nUNRELATED=1\n",
        encoding="utf-8",
    )
    env = {"PARLEY_CURRENCY": "GBP", "PARLEY_LOCALE": " ", "PARLEY_DATA_DIR": "~"}
    settings = read_settings(env, file, KNOWN)
    assert (settings.currency, settings.http_port) == ("GBP", 90)
    assert settings.locale == "de"
    assert settings.data_dir == Path.home()


def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\nPARLEY_CURRENCY=XXY\n'oh\n", encoding="utf-8")
    found = problems(tmp_path, dotenv=file)
    assert any(line.startswith("PARLEY_CURRENCY (.env:2): ") for line in found)
    assert any(line.startswith(".env:3: ") for line in found)


def test_a_missing_or_unreadable_file_is_no_crash(tmp_path: Path) -> None:
    read_settings({}, tmp_path / ".env")
    (tmp_path / "folder").mkdir()
    (problem,) = problems(tmp_path, dotenv=tmp_path / "folder")
    assert problem.startswith("folder: cannot be read")
    (tmp_path / "latin").write_bytes(b"PARLEY_KEY=\xff")
    (problem,) = problems(tmp_path, dotenv=tmp_path / "latin")
    assert problem.startswith("latin: cannot be read")


def test_secrets_are_in_no_repr_and_no_message(tmp_path: Path) -> None:
    env = {"PARLEY_DATA_DIR": str(tmp_path), **TOKENS}
    assert "hush" not in repr(read_settings(env, None))
    for name in TOKENS:
        env[name] = "??hush??"
    env["PARLEY_HTTP_PORT"] = "0"
    with pytest.raises(SettingsError) as caught:
        read_settings(env, None)
    assert "hush" not in str(caught.value)


def test_a_half_set_up_platform_says_what_is_missing() -> None:
    def missing(*lines: str) -> list[str]:
        env = dict(line.split("=") for line in lines)
        found = missing_for_platforms(read_settings(env, None))
        return [line.split(":")[0] for line in found]

    assert missing("SLACK_BOT_TOKEN=xoxb-1") == ["SLACK_APP_TOKEN"]
    assert missing("SLACK_APP_TOKEN=xapp-1") == ["SLACK_BOT_TOKEN"]
    assert missing("SLACK_CLIENT_ID=1") == ["SLACK_CLIENT_SECRET"]
    webhook = ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"]
    assert missing("TELEGRAM_WEBHOOK_URL=https://a.b") == webhook
    assert missing("SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1") == []


@pytest.mark.parametrize(
    ("env", "locale"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_CH.UTF-8"}, "de_CH"),
        ({"LANG": "ca_ES@valencia"}, "ca_ES"),
        ({"LANG": "de_DE", "LC_ALL": "fr_FR.UTF-8"}, "fr_FR"),
        ({"LANG": "!!"}, "en"),
    ],
)
def test_the_locale_is_guessed_from_the_system(
    env: dict[str, str], locale: str
) -> None:
    assert guess_locale(env) == locale


def test_the_time_zone_is_guessed_from_the_system(tmp_path: Path) -> None:
    assert guess_time_zone({"TZ": ":Europe/Paris"}, tmp_path) == "Europe/Paris"
    assert guess_time_zone({"TZ": "nonsense"}, tmp_path) == "UTC"
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert guess_time_zone({}, tmp_path) == "Asia/Tokyo"
    (tmp_path / "timezone").write_text("America/Chicago\n")
    assert guess_time_zone({}, tmp_path) == "America/Chicago"
    (tmp_path / "timezone").write_bytes(b"\xff")
    assert guess_time_zone({}, tmp_path) == "Asia/Tokyo"


def test_the_currency_follows_the_place_then_the_locale() -> None:
    assert guess_currency("CA-BC", "en_GB") == "CAD"
    assert guess_currency(None, "en_GB") == "GBP"
    assert guess_currency(None, "de") == "EUR"
    assert guess_currency(None, "en") == "USD"
    assert guess_currency("XX", "xx") == "USD"


def test_settings_can_be_built_for_tests(tmp_path: Path) -> None:
    assert Settings(tmp_path).store == "tinydb"

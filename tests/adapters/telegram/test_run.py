"""`parley run` from its claim link to a letter, with the power cut on the way."""

import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from adapters import cli
from tests.adapters.telegram.program import Program
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.person import Person
from tests.fakes.telegram.server import LiveTelegram

COMPLAINT = "We agreed 400, you billed 480. Please take the 80 off."
_SECONDS = 180  # a machine that does much else is slow
Step = tuple[Callable[[Person], object], str]

# What a person does, and what they see then.
STEPS: Sequence[Step] = (
    (lambda anna: anna.say("skip all"), "That is all I need"),
    (lambda anna: anna.say('/dispute open INV-7 480 "Mo Ash"'), "object to?"),
    (lambda anna: anna.press("Amount", is_stale=True), "Paste it word for word"),
    (lambda anna: anna.say(COMPLAINT), "I read an objection by Mo Ash"),
    (lambda anna: anna.press("Yes, use it", is_stale=True), "Has Mo Ash paid"),
    (lambda anna: anna.press("Nothing", is_stale=True), "in writing today"),
    (lambda anna: anna.press("Sent by e-mail", is_stale=True), "Marked as sent"),
)


def waits(live: LiveTelegram, person: Person, words: str) -> None:
    live.run(person.hears(words, _SECONDS), _SECONDS + 10)


def listens(program: Program) -> None:
    end = time.monotonic() + _SECONDS
    while not program.is_listening:
        assert time.monotonic() < end, program.said()
        time.sleep(0.05)


def claimed(live: LiveTelegram, program: Program) -> Person:
    listens(program)
    anna = live.telegram.person("Anna")
    anna.open_link(program.claim_link())
    waits(live, anna, "What is your business called?")
    return anna


def check_the_end(live: LiveTelegram, program: Program, anna: Person) -> None:
    """Every answer is there once, and the letter was shown once."""
    listens(program)
    live.settle(_SECONDS)
    assert program.stop() == 0, program.said()
    exported = program.run("export", "--format", "json")
    assert exported.returncode == 0, exported.stderr
    (case,) = json.loads(exported.stdout)["cases"]
    assert case["id"] == "D-INV-7"
    kinds = [event["kind"] for event in case["events"]]
    assert kinds.count("letter_sent") == 1
    assert kinds.count("letter_drafted") == 1
    assert kinds.count("case_opened") == 1
    assert case["statement"]["text"] == COMPLAINT
    assert len([m for m in anna.messages() if "Kind regards" in m.text]) <= 1
    assert live.telegram.violations == []
    assert live.telegram.token not in program.said()
    assert "Mo Ash" not in program.said()
    assert_nothing_plain(program)


def assert_nothing_plain(program: Program) -> None:
    """No word that anybody wrote is in a file of the data folder, nor is the key."""
    kept = [path for path in program.data.rglob("*") if path.is_file()]
    assert kept
    key = program.key.read_bytes().strip()
    assert program.data not in program.key.parents
    for path in kept:
        content = path.read_bytes()
        for words in (b"Mo Ash", b"We agreed 400", b"INV-7", b"Anna", key):
            assert words not in content, path


@pytest.mark.covers("B03", "B13", "T11", "T17", "T24")
def test_power_cuts_lose_no_answer_and_double_no_letter(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  the same moments each time
    with LiveTelegram(FakeTelegram()) as live, Program(live, tmp_path) as program:
        anna = claimed(live, program)
        for number, (do, seen) in enumerate(STEPS):
            do(anna)
            if number in (1, 3, 5):
                time.sleep(chance.random() * 0.4)
                program.kill()
                program.start()
            waits(live, anna, seen)
        check_the_end(live, program, anna)


@pytest.mark.slow
@pytest.mark.covers("B03", "T11")
@pytest.mark.parametrize("seed", range(8))
def test_many_power_cuts_lose_no_answer_and_double_no_letter(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311  the same moments each time
    with LiveTelegram(FakeTelegram()) as live, Program(live, tmp_path) as program:
        anna = claimed(live, program)
        for do, seen in STEPS:
            do(anna)
            time.sleep(chance.random() * 1.5)
            program.kill()
            program.start()
            waits(live, anna, seen)
        check_the_end(live, program, anna)


@pytest.mark.covers("B12")
def test_the_settings_are_checked_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: str, **environment: str) -> str:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = cli.main(["run", *arguments])
        out, err = capsys.readouterr()
        assert bool(code) == bool(err)
        return out + err

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
    assert "TELEGRAM_BOT_TOKEN" in said()
    token = "7000000001:" + "w" * 35
    assert "can start" in said("--check", TELEGRAM_BOT_TOKEN=token)
    url = "https://parley.example/telegram"
    half = said(TELEGRAM_WEBHOOK_URL=url)
    assert half.startswith("TELEGRAM_WEBHOOK_SECRET: is missing")
    assert "wwww" not in half

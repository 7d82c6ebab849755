"""The `parley` command: its grammar, its exit codes, and what it never prints."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from adapters import cli
from assistant import __version__
from assistant.chat.replies import Paragraph
from assistant.errors import PlaybookError, SettingsError, StoreError
from tests.adapters.console.fakes import FakeAssistant

ROOT = Path(__file__).parents[2]
HEAVY = (
    "adapters.console",
    "assistant.bootstrap",
    "assistant.domain",
    "assistant.settings",
    "babel",
    "dataclasses",
    "jinja2",
    "msgspec",
    "prompt_toolkit",
    "rich",
    "shtab",
    "tinydb",
    "yaml",
)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Stand-ins for modules of the core, in an empty folder with its own settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))

    def put(module: str, **members: object) -> None:
        stand_in = ModuleType(module)
        for name, member in members.items():
            setattr(stand_in, name, member)
        monkeypatch.setitem(sys.modules, module, stand_in)

    return put


def raising(error: BaseException) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("chat",),
        ("run",),
        ("check",),
        ("playbook",),
        ("playbook", "check"),
        ("playbook", "graph"),
        ("export",),
        ("import",),
        ("pack",),
        ("report",),
        ("read",),
        ("tone",),
        ("assess",),
        ("completion",),
    ],
)
def test_every_command_explains_itself(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([*command, "--help"])
    help_text = capsys.readouterr().out
    assert left.value.code == 0
    assert "usage: parley" in help_text
    assert "examples:" in help_text or not command


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"parley {__version__}\n"


def test_no_command_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "chat" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", [["dance"], ["export"], ["export", "--format", "xml"], ["completion"]]
)
def test_wrong_usage_leaves_with_two(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(wrong)
    assert left.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_playbook_alone_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["playbook"]) == 2
    assert "usage: parley playbook" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom adapters import cli\n"
        "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('HEAVY', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("HEAVY []\n")


def test_check_is_silent_on_errors_when_all_is_fine(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    given("assistant.bootstrap", check=lambda *_: [])
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().err == ""


def test_check_names_every_problem_in_a_line(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    given("assistant.bootstrap", check=lambda *_: ["one", "two"])
    assert cli.main(["check"]) == 1
    assert capsys.readouterr().err == "one\ntwo\n"


def test_a_playbook_is_checked_with_every_mistake(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    problems = ["mine.yaml:3: what is this", "mine.yaml:9: and this"]
    given("assistant.playbook.loader", load_file=raising(PlaybookError(problems)))
    assert cli.main(["playbook", "check", "mine.yaml"]) == 1
    assert capsys.readouterr().err.splitlines() == problems


def test_the_shipped_playbooks_are_checked_by_default(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    loaded: list[Path] = []
    given(
        "assistant.playbook.loader", load_file=lambda path, shared: loaded.append(path)
    )
    assert cli.main(["playbook", "check"]) == 0
    assert "services" in capsys.readouterr().out
    assert "services.yaml" in [path.name for path in loaded]


def test_a_missing_playbook_is_one_line(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    given("assistant.playbook.loader", load_file=lambda path, shared: path.read_text())
    assert cli.main(["playbook", "check", "missing.yaml"]) == 1
    assert capsys.readouterr().err == "missing.yaml: No such file or directory\n"


def test_a_playbook_is_drawn_by_its_name(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    given("assistant.playbook.loader", load_file=lambda path, shared: path.stem)
    given("assistant.playbook.graph", mermaid=lambda name: f"flowchart of {name}")
    assert cli.main(["playbook", "graph", "services"]) == 0
    assert capsys.readouterr().out == "flowchart of services\n"
    assert cli.main(["playbook", "graph", "servces"]) == 1
    assert "there is: " in capsys.readouterr().err


def test_the_export_goes_to_a_file_or_the_output(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kept = SimpleNamespace(export=lambda _: '{"name": "Café"}', close=lambda: None)
    given("assistant.bootstrap", build=lambda *_: kept)
    assert cli.main(["export", "--format", "json"]) == 0
    assert capsys.readouterr().out == '{"name": "Café"}\n'
    assert cli.main(["export", "--format", "json", "--out", "x.json"]) == 0
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == '{"name": "Café"}'
    assert capsys.readouterr().out == ""


@pytest.mark.covers("F-O1")
def test_an_import_shows_a_table_and_what_it_could_not_read(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PARLEY_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("PARLEY_CURRENCY", "EUR")
    (tmp_path / "key").write_text("A" * 43 + "=", encoding="utf-8")
    good = "Invoice,Client,Date,Total\nA-1,Harbour Cafe,2026-04-01,480.00\n"
    (tmp_path / "list.csv").write_text(good, encoding="utf-8")
    assert cli.main(["import", "list.csv"]) == 0
    shown = capsys.readouterr()
    assert "Harbour Cafe" in shown.out
    assert "1 new, 0 changed" in shown.out
    assert shown.err == ""
    (tmp_path / "list.csv").write_text(f"{good}A-2,Reed,,\n", encoding="utf-8")
    assert cli.main(["import", "list.csv"]) == 1
    shown = capsys.readouterr()
    assert "0 new, 0 changed, 1 as before" in shown.out
    assert shown.err.startswith("list.csv: Row 3, invoice A-2: ")
    assert cli.main(["import", "missing.csv"]) == 1
    assert capsys.readouterr().err == "missing.csv: No such file or directory\n"


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_the_commands(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "playbook" in script
    assert "--practice" in script


def test_the_chat_runs_on_piped_lines(
    given: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assistant = FakeAssistant(lambda _: (Paragraph("Hello."),))
    given("assistant.bootstrap", build=lambda *_, **__: assistant, build_practice=None)
    monkeypatch.setattr(sys, "stdin", io.StringIO("open INV-7\n"))
    assert cli.main(["chat"]) == 0
    assert capsys.readouterr().out == "Hello.\n\n> open INV-7\n\nHello.\n\n"


@pytest.mark.covers("F-P8")
def test_practice_moves_the_clock_that_the_assistant_asks(
    given: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = SimpleNamespace(settings=None, clock=None)

    def build_practice(settings: object, clock: object) -> FakeAssistant:
        asked.settings, asked.clock = settings, clock
        return FakeAssistant(lambda _: ())

    given(
        "assistant.bootstrap",
        build=None,
        build_practice=build_practice,
        known_values=lambda: None,
    )
    monkeypatch.setenv("PARLEY_TIMEZONE", "Europe/Berlin")
    monkeypatch.setattr(sys, "stdin", io.StringIO("at 2026-05-07 09:00\n"))
    assert cli.main(["chat", "--practice", "--locale", "de_DE"]) == 0
    assert asked.clock.now().isoformat() == "2026-05-07T07:00:00+00:00"
    assert asked.settings.locale == "de_DE"
    assert "Practice: nothing is kept." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        (SettingsError(["PARLEY_X: a", "PARLEY_Y: b"]), "PARLEY_X: a\nPARLEY_Y: b\n"),
        (PlaybookError(["a.yaml:1: no"]), "a.yaml:1: no\n"),
        (StoreError("the folder\nis in use"), "the folder is in use\n"),
        (
            PermissionError(13, "Permission denied", "/data"),
            "/data: Permission denied\n",
        ),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(
    error: Exception,
    lines: str,
    given: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    given("assistant.bootstrap", build=raising(error), build_practice=raising(error))
    assert cli.main(["chat"]) == 1
    assert capsys.readouterr().err == lines


def test_wrong_settings_are_all_named(
    given: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given("assistant.bootstrap", build=None, build_practice=None)
    monkeypatch.setenv("PARLEY_TIMEZONE", "Mars/Base")
    monkeypatch.setenv("PARLEY_CURRENCY", "XXQ")
    assert cli.main(["chat"]) == 1
    problems = capsys.readouterr().err.splitlines()
    assert [problem.partition(":")[0] for problem in problems] == [
        "PARLEY_TIMEZONE",
        "PARLEY_CURRENCY",
    ]


def test_control_c_leaves_quietly(
    given: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    given("assistant.bootstrap", check=raising(KeyboardInterrupt()))
    assert cli.main(["check"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_reader_that_has_gone_is_no_error() -> None:
    command = (
        f"set -o pipefail; {sys.executable} -m adapters.cli completion bash | true"
    )
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode in (0, cli.BROKEN_PIPE)


@pytest.mark.covers("F-A2", "F-D6")
def test_read_prints_a_finding_for_people_and_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "message.txt"
    path.write_text("We agreed 400, you billed 480.", encoding="utf-8")
    assert cli.main(["read", str(path)]) == 0
    assert "What they expected: We agreed 400" in capsys.readouterr().out
    assert cli.main(["read", "--json", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["claim"]["billed"] == "480.00"


def test_read_takes_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"I will pay on Friday."))
    monkeypatch.setattr(sys, "stdin", typed)
    assert cli.main(["read", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["non_dispute_kind"] == "delay_promise"


@pytest.mark.covers("X5")
def test_tone_says_what_to_write_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ana,\n\nYou never pay on time!!!\n", encoding="utf-8")
    assert cli.main(["tone", str(path)]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("Line 3: “You never")
    assert cli.main(["tone", "--neutral", str(path)]) == 0
    calm = capsys.readouterr().out
    assert "never" not in calm
    assert "!" not in calm
    assert cli.main(["tone", "--json", str(path)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["hits"][0]["replacement"]
    assert found["neutral"] == calm.rstrip("\n")
    path.write_text(calm, encoding="utf-8")
    assert cli.main(["tone", str(path)]) == 0
    assert capsys.readouterr().out == "Nothing to say against it.\n"


@pytest.mark.parametrize("content", [None, b"%PDF-1.7"])
def test_tone_complains_in_one_line(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.txt"
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["tone", str(path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "error." not in printed.err


def test_read_takes_many_messages_and_measures_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text('{"id": 7, "text": "ok thx", "channel": "sms"}\n')
    assert cli.main(["read", "--jsonl", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == 7
    labelled = str(ROOT / "tests" / "data" / "messages-dev.jsonl")
    assert cli.main(["read", "--evaluate", labelled]) == 0
    assert "English: 246 messages" in capsys.readouterr().out
    path.write_text("")
    assert cli.main(["read", "--jsonl", str(path)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "wrong", [["none.txt"], ["--jsonl", "none"], ["--evaluate", "none"], ["bad.eml"]]
)
def test_read_complains_in_one_line(
    wrong: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.eml").write_bytes(b"no mail")
    assert cli.main(["read", *wrong]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "error." not in printed.err

"""`parley assess`: files in, estimates out, clear refusals."""

import json
from pathlib import Path

import pytest

from adapters import cli
from assistant.advice.estimate.command import assess_lines, evaluate_lines
from assistant.chat.replies import Phrase

DEV = Path(__file__).parents[2] / "data" / "decided-cases-dev.jsonl"
GOOD = {
    "facts": {
        "supplier_documents_work": True,
        "deliverable_accepted_or_used": True,
        "customer_complained_promptly": False,
    },
    "objection_categories": ["quality"],
}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder with settings of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def as_key(said: Phrase) -> str:
    return said.key


def written(folder: Path, *lines: object) -> str:
    path = folder / "disputes.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.covers("F-F9", "K15")
def test_a_person_reads_words_reasons_and_the_next_proof(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["assess", written(home, GOOD)]) == 0
    shown = capsys.readouterr()
    assert "often most of it" in shown.out
    assert "For the supplier: signed records show the work" in shown.out
    assert "Proof that would move it next" in shown.out
    assert "No odds" in shown.out
    assert shown.err == ""


def test_a_program_gets_shares_from_nought_to_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["assess", written(home, GOOD), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0 <= found["low"] <= found["share"] <= found["high"] <= 1
    assert found["label"] == "supplier_right"
    assert len(found["reasons"]) == 3
    assert found["next_proof"]


def test_results_come_in_order_and_bad_lines_are_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        home,
        {"id": "b", **GOOD},
        "{no json",
        "",
        {"id": "c", "facts": {"written_contract": "maybe"}},
        [1],
        {"id": "a", "facts": {}},
    )
    assert cli.main(["assess", "--jsonl", path]) == 1
    shown = capsys.readouterr()
    found = [json.loads(line) for line in shown.out.splitlines()]
    assert [(one["id"], one["label"]) for one in found] == [
        ("b", "supplier_right"),
        ("a", "unclear"),
    ]
    problems = shown.err.splitlines()
    assert [line.split(": ")[0].rsplit(" ")[-1] for line in problems] == ["2", "4", "5"]
    assert "written_contract cannot be" in problems[1]


def test_every_development_case_gets_a_result() -> None:
    told = assess_lines(str(DEV), as_key)
    assert len(told.results) == 50
    assert not told.problems


def test_an_evaluation_prints_both_views_beside_the_reach(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["assess", "--evaluate", str(DEV)]) == 0
    table = capsys.readouterr().out
    for words in (
        "customer_right 23, partly 4, supplier_right 23",
        "all facts  live facts   reach",
        "mean absolute error",
        "right side of 0.5",
        "80 % range covers",
        "confident and wrong",
        "50 of these cases were learned from",
    ):
        assert words in table


def test_an_evaluation_leaves_out_what_is_not_decided(home: Path) -> None:
    case = json.loads(DEV.read_text(encoding="utf-8").splitlines()[0])
    told = evaluate_lines(written(home, case, {**case, "outcome": {}}, GOOD, "x"))
    assert told.results[0].startswith("1 cases")
    assert len(told.problems) == 3


def test_a_file_without_cases_is_no_evaluation(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["assess", "--evaluate", written(home)]) == 1
    assert "no cases" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "is not JSON"),
        (b"\xff\xfe\x00\xd8", "is not JSON"),
        (b"{", "is not JSON"),
        (b'{"claimed": NaN}', "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[1]", "one JSON object"),
        (b'{"facts": {}}\r\n{"facts": {}}', "--jsonl"),
    ],
)
def test_bad_files_are_refused_in_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = home / "bad.json"
    path.write_bytes(content)
    assert cli.main(["assess", str(path)]) == 1
    assert words in capsys.readouterr().err


def test_a_missing_file_and_a_folder_are_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["assess", "none.json"]) == 1
    assert cli.main(["assess", str(home)]) == 1
    said = capsys.readouterr().err
    assert "no file none.json" in said
    assert "is a folder" in said


def test_notes_beside_the_facts_are_named_and_do_no_harm(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["assess", written(home, {**GOOD, "court": "X"})]) == 0
    assert "court" in capsys.readouterr().err

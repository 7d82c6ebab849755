"""The JSON Schema for editors: as shipped, and fitting what the loader reads."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assistant.playbook.problems import Problems
from assistant.playbook.schema import json_schema, schema_text
from assistant.playbook.yaml_nodes import Items, Mapping, Node, Text, read_nodes
from assistant.resources import playbooks_dir

BROKEN = Path(__file__).parent / "broken"
LITERALS = ("true", "false")
SHIPPED = sorted(playbooks_dir().rglob("*.yaml"))


def as_json(node: Node | None) -> Any:
    """A tree as an editor sees it: with numbers, truth values and texts."""
    match node:
        case Mapping(pairs=pairs):
            return {key.text: as_json(value) for key, value in pairs}
        case Items(items=items):
            return [as_json(item) for item in items]
        case Text(text=text, is_plain=True) if text.isdigit() or text in LITERALS:
            return json.loads(text)
        case Text(text=text):
            return text
        case None:
            raise AssertionError("the file could not be read")


def test_the_shipped_schema_is_the_one_of_the_types() -> None:
    shipped = (playbooks_dir() / "schema.json").read_text("utf-8")
    assert shipped == schema_text(), "write schema_text() to playbooks/schema.json"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_fit_the_schema(path: Path) -> None:
    document = as_json(read_nodes(path, Problems(path.name)))
    jsonschema.validate(document, json_schema())


@pytest.mark.parametrize("name", ["keys", "values", "conditions"])
def test_an_editor_shows_that_a_broken_file_does_not_fit(name: str) -> None:
    document = as_json(read_nodes(BROKEN / f"{name}.yaml", Problems(name)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json_schema())

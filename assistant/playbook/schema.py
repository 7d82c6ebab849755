"""The JSON Schema of playbook files, for editors; made from the loader's own types.

What reaches over several places (ids that are there twice, facts that no step records)
is said by the loader only. An editor uses it with this first line in a playbook:
`# yaml-language-server: $schema=schema.json`.
"""

import json
from typing import Any

import msgspec

from assistant.playbook.conditions import Condition
from assistant.playbook.loader import ANY_STEP, Group, Include, PartFile, PlaybookFile

_FILES = (PlaybookFile, PartFile)
_REF = "#/$defs/{name}"


def json_schema() -> dict[str, Any]:
    """One schema for playbooks and parts, draft 2020-12."""
    (*_, steps), definitions = msgspec.json.schema_components(
        (*_FILES, Group, Include, Condition, ANY_STEP), ref_template=_REF
    )
    definitions["Entry"] = {"anyOf": [steps, _ref(Group), _ref(Include)]}
    for struct in (*_FILES, Group):
        listed = definitions[struct.__name__]["properties"]["steps"]
        listed["items"] = {"$ref": _REF.format(name="Entry")}
    definitions["Condition"] |= {"minProperties": 1, "maxProperties": 1}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Parley playbook, or a part that playbooks share",
        "anyOf": [_ref(file) for file in _FILES],
        "$defs": dict(sorted(definitions.items())),
    }
    return {key: _without_null(value) for key, value in schema.items()}


def schema_text() -> str:
    """The schema as `playbooks/schema.json` has it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _ref(struct: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": _REF.format(name=struct.__name__)}


def _without_null(schema: Any) -> Any:
    """A key may be left out, but null is no value of a playbook."""
    if isinstance(schema, list):
        return [_without_null(part) for part in schema if part != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _without_null(value)
        for key, value in schema.items()
        if not (key == "default" and value is None)
    }
    one = kept.get("anyOf", [])
    return kept | one[0] if len(one) == 1 and kept.pop("anyOf") else kept

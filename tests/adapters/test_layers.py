"""The assistant knows no chat platform, and no platform knows another one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLATFORMS = ("console", "slack", "telegram")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.covers("B02")
def test_the_assistant_imports_no_platform_and_no_adapter() -> None:
    files = sorted((ROOT / "assistant").rglob("*.py"))
    assert len(files) > 100
    for path in files:
        strange = [
            name
            for name in imported(path)
            if name.startswith(("slack", "telegram", "adapters", "aiohttp"))
        ]
        assert strange == [], path.name


@pytest.mark.covers("B02")
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_imports_no_other_one(platform: str) -> None:
    others = tuple(f"adapters.{each}" for each in PLATFORMS if each != platform)
    for path in sorted((ROOT / "adapters" / platform).rglob("*.py")):
        strange = [name for name in imported(path) if name.startswith(others)]
        assert strange == [], path.name

"""What all tests share: the report of requirements that no test shows."""

import re
import tomllib
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.rendering import letters

# Properties are about results. A machine that is busy makes none of them false; where
# time itself is the promise, a test measures it.
settings.register_profile(
    "parley", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("parley")


class CompiledLetters(BytecodeCache):
    """Compiled templates, in memory; a changed source is compiled again.

    Letters are set up afresh by many hundred tests, and most of the work of the first
    letter is to compile its template.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled of the same file before, if anything."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


# Before any test module is read: some set their letters up at once.
_WITH_COMPILED = partial(
    ImmutableSandboxedEnvironment, bytecode_cache=CompiledLetters()
)
setattr(letters, "ImmutableSandboxedEnvironment", _WITH_COMPILED)  # noqa: B010 - a class

REQUIREMENTS = Path(__file__).parent / "requirements.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--covers-report` prints which requirement ids no collected test shows."""
    parser.addoption("--covers-report", action="store_true", default=False)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Refuse a marker that names no requirement, so that a typing slip shows."""
    known = known_ids()
    for item in items:
        for marker in item.iter_markers("covers"):
            unknown = sorted(set(marker.args) - known)
            if unknown:
                raise pytest.UsageError(f"{item.nodeid} covers unknown {unknown}")
    shown = {i for item in items for m in item.iter_markers("covers") for i in m.args}
    config.stash[_SHOWN] = shown


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """The report, grouped as in the list of requirements."""
    if not config.getoption("--covers-report"):
        return
    book = tomllib.loads(REQUIREMENTS.read_text(encoding="utf-8"))
    shown = config.stash.get(_SHOWN, set())
    wanted = known_ids() - set(book["not_actionable"])
    missing = sorted(wanted - shown, key=_order)
    terminalreporter.section("requirements")
    done = len(wanted & shown)
    terminalreporter.line(f"{done} of {len(wanted)} requirements are shown by tests")
    terminalreporter.line(f"not shown by any test: {' '.join(missing) or 'none'}")


def known_ids() -> set[str]:
    """Every requirement id there is."""
    book = tomllib.loads(REQUIREMENTS.read_text(encoding="utf-8"))
    ids: set[str] = set()
    for prefix, count in book["ids"].items():
        ids |= {f"{prefix}{number}" for number in range(1, count + 1)}
    for prefix, count in book["platform_items"].items():
        ids |= {f"{prefix}{number:02}" for number in range(1, count + 1)}
    return ids


_SHOWN: pytest.StashKey[set[str]] = pytest.StashKey()


def _order(requirement: str) -> tuple[str, int]:
    found = re.fullmatch(r"(.*?)(\d+)", requirement)
    assert found
    return found[1], int(found[2])

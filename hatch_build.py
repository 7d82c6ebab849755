"""Compiles the phrase catalogues (.po) into the wheel (.mo).

The compiled files are made in a temporary folder and go into the wheel only, never into
the source tree, where an old one would be read in place of an edited catalogue.
"""

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = Path("templates") / "phrases"
IN_WHEEL = Path("assistant") / "shipped"


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]  # any builder
    """Adds `parley.mo` beside each `parley.po` of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an editable install reads the sources and needs nothing."""
        if self.target_name != "wheel" or version != "standard":
            return
        # Kept by the hook until the wheel is built; removed with it.
        self._folder = tempfile.TemporaryDirectory(prefix="parley-catalogues-")
        root = Path(self.root)
        for source in sorted((root / CATALOGUES).rglob("*.po")):
            compiled = source.with_suffix(".mo").relative_to(root)
            target = Path(self._folder.name) / compiled
            _compile(source, target)
            build_data["force_include"][str(target)] = str(IN_WHEEL / compiled)

    def finalize(self, *_: object) -> None:
        """Clear away what was compiled."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _compile(source: Path, target: Path) -> None:
    """Write the `.mo`; an error in the catalogue ends the build."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)

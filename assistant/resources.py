"""Where the playbooks and templates are that ship with the assistant."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def playbooks_dir() -> Path:
    """The folder of the shipped playbooks; FileNotFoundError if it is missing."""
    return _find("playbooks")


def templates_dir() -> Path:
    """The folder of the shipped templates; FileNotFoundError if it is missing."""
    return _find("templates")


def _find(name: str, package: Path = _PACKAGE) -> Path:
    """Inside an installed wheel under `shipped`, in a checkout beside the package."""
    for folder in (package / "shipped" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name} is missing: install Parley again")

"""Where shipped playbooks and templates are found."""

from pathlib import Path

import pytest

from assistant import resources


def test_a_checkout_has_them_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "assistant").mkdir()
    (tmp_path / "playbooks").mkdir()
    found = resources._find("playbooks", tmp_path / "assistant")
    assert found == tmp_path / "playbooks"


def test_an_installed_wheel_has_them_inside(tmp_path: Path) -> None:
    shipped = tmp_path / "assistant" / "shipped" / "templates"
    shipped.mkdir(parents=True)
    (tmp_path / "templates").mkdir()  # somebody else's folder in site-packages
    assert resources._find("templates", tmp_path / "assistant") == shipped


def test_a_broken_installation_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="install Parley again"):
        resources._find("playbooks", tmp_path / "assistant")

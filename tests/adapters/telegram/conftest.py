"""Playbooks are read once for all tests of this folder."""

from tests.scenarios.conftest import playbooks_once

__all__ = ["playbooks_once"]

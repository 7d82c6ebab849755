"""Playbooks are read once for all stories."""

from collections.abc import Iterator
from functools import cache

import pytest

from assistant import bootstrap
from assistant.playbook.loader import load_all


@pytest.fixture(autouse=True, scope="session")
def playbooks_once() -> Iterator[None]:
    """They are data that no story changes; reading them is most of a story's start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "load_all", cache(load_all))
        yield

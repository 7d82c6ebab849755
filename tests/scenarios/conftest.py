"""What the stories share: playbooks that were read, endings that were played."""

from collections.abc import Iterator
from functools import cache

import pytest

from assistant import bootstrap
from assistant.playbook.loader import load_all
from tests.scenarios.endings import Endings, of_this_run


@pytest.fixture(autouse=True, scope="session")
def playbooks_once() -> Iterator[None]:
    """They are data that no story changes; reading them is most of a story's start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "load_all", cache(load_all))
        yield


@pytest.fixture(scope="session")
def endings(tmp_path_factory: pytest.TempPathFactory) -> Endings:
    """How the stories ended that were played at the terminal in this run."""
    return of_this_run(tmp_path_factory)

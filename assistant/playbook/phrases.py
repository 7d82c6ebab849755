"""Which words a playbook needs, checked against the phrase catalogue at the start."""

from collections.abc import Callable

from assistant.playbook.definition import Playbook


def check_phrases(playbook: Playbook, has_phrase: Callable[[str], bool]) -> list[str]:
    """What the playbook has no words for, one line each, in the order of its steps.

    has_phrase: whether the catalogue has words for a key; a playbook's own words are
        asked for first, as `services:step.reason.ask`.
    """
    wanted = [(f'deadline "{kind}"', f"deadline.{kind}") for kind in playbook.deadlines]
    wanted += [
        (f'step "{step.id}"', key) for step in playbook.steps for key in step.phrases()
    ]
    return [
        f"{playbook.name}: {owner}: no words for {key.replace('|', ' or ')}"
        for owner, key in wanted
        if not any(has_phrase(name) for name in _spellings(playbook, key))
    ]


def _spellings(playbook: Playbook, key: str) -> list[str]:
    """The catalogue keys that will do for a key `a|b`."""
    parts = key.split("|")
    names = [name for name in (playbook.name, playbook.based_on) if name]
    return [*(f"{name}:{part}" for name in names for part in parts), *parts]

"""How long a case has lain with whom so far (F-K3).

Whose turn it was is never stored: the record is folded turn by turn, and the playbook
says each time who had to act. That is some dozens of looks, so it is done only where
the record itself is shown.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from assistant.domain.case import Case
from assistant.domain.events.endings import active_entries
from assistant.domain.summary import WhoseTurn
from assistant.playbook import engine
from assistant.usecases.visit import Visit


def time_with(visit: Visit, case: Case) -> dict[WhoseTurn, timedelta]:
    """Per party the time in which it was their turn, from the opening until now.

    The times add up to the age of the case; a closed one has stopped counting.
    """
    spent = dict.fromkeys(
        (WhoseTurn.US, WhoseTurn.CUSTOMER, WhoseTurn.THIRD_PARTY), timedelta()
    )
    stages = list(_stages(visit, case))
    ends = [since for since, _ in stages[1:]] + [visit.now]
    for (since, turn), until in zip(stages, ends, strict=True):
        if turn in spent:
            spent[turn] += max(until - since, timedelta())
    return spent


def _stages(visit: Visit, case: Case) -> Iterator[tuple[datetime, WhoseTurn]]:
    """After each turn of the record: when that was, and whose turn it is from then."""
    grown = Case.begin(case.id, case.business_id)
    for _, entries in groupby(active_entries(case.entries), key=lambda e: e.turn):
        at = visit.now
        for entry in entries:
            grown, at = grown.with_entry(entry), entry.at
        here = replace(visit.situation(grown), now=at)
        action = engine.next_action(visit.playbook(grown), here)
        yield at, action.turn if action else WhoseTurn.NONE

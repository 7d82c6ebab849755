"""The export: every case in one JSON document, in the form other scripts rely on."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.advice.estimate.of_case import estimate_of_case
from assistant.chat.replies import FileOut, phrase
from assistant.domain.assessment import assessment_of, case_assessment, judge
from assistant.domain.business import Business
from assistant.domain.case import Case
from assistant.domain.dispute import state_of, track_of
from assistant.domain.facts import SLOTS, FactName
from assistant.domain.grid import Row
from assistant.domain.hold import Hold
from assistant.domain.money import Money
from assistant.domain.resolution import Reply, ReplyKind
from assistant.domain.summary import WhoseTurn
from assistant.playbook import engine
from assistant.playbook.deadlines import deadlines
from assistant.store.codec import entry_digests
from assistant.usecases.visit import Visit

SCHEMA = 1


def export_in_chat(visit: Visit) -> None:
    """The export as a file, for the person who asked, and the letters as another."""
    content = as_json(visit).encode()
    name = f"parley-export-{visit.now:%Y-%m-%d}.json"
    visit.say(FileOut(name, "application/json", content, phrase("export.caption")))
    letters = "\n\n".join(_letters(visit)).encode()
    if letters:
        name = f"parley-letters-{visit.now:%Y-%m-%d}.txt"
        visit.say(FileOut(name, "text/plain", letters, phrase("export.letters")))


def _letters(visit: Visit) -> Iterator[str]:
    """Every letter in full: its case and subject, and a line below it."""
    for case_id in sorted(summary.case_id for summary in visit.summaries()):
        for letter in visit.load(case_id).letters:
            yield f"{case_id}: {letter.subject}\n\n{letter.body.strip()}\n\n{'-' * 72}"


def as_json(visit: Visit, *others: Visit) -> str:
    """Everything of a business; amounts as decimal text, instants in UTC.

    others: of further businesses; each case then says whose it is.
    """
    document = {
        "schema": SCHEMA,
        "exported_at": _instant(visit.now),
        "business": _business(visit.business),
        "cases": _cases(visit),
    }
    if others:
        document["cases"] = [
            {"business": each.business.id, **case}
            for each in (visit, *others)
            for case in _cases(each)
        ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def case_as_json(visit: Visit, case: Case) -> str:
    """One case as it stands in the export of all."""
    return json.dumps(_case(visit, case), ensure_ascii=False, indent=2) + "\n"


def _cases(visit: Visit) -> list[dict[str, Any]]:
    ids = sorted(summary.case_id for summary in visit.summaries())
    return [_case(visit, visit.load(case_id)) for case_id in ids]


def _case(visit: Visit, case: Case) -> dict[str, Any]:
    action = engine.next_action(visit.playbook(case), visit.situation(case))
    return {
        "id": case.id,
        "state": state_of(case),
        "lines": [_line(case, row) for row in case.grid.rows],
        "whose_turn": action.turn if action else WhoseTurn.NONE,
        "next_action": action
        and {
            "what": visit.words(action.what),
            "who": action.person or case.assigned_to,
            "due_at": _instant(action.due_at),
        },
        "invoice": {
            "number": case.invoice.number,
            "issued_on": _day(case.invoice.issued_on),
            "due_on": _day(case.invoice.due_on),
            "currency": case.invoice.currency,
            "total": case.invoice.total and _amount(case.invoice.total),
        },
        "customer": {
            "name": case.customer.name,
            "kind": case.customer.kind,
            "language": case.customer.language,
            "email": case.customer.email,
            "phone": case.customer.phone,
        },
        "hold": _hold(case.hold),
        "grid": _grid(case.grid.sum),
        "statement": _statement(case),
        **_proof(case),
        **_money(case),
        "exchanges": len(_answered(case)),
        "deadlines": _deadlines(visit, case),
        "letters": [
            {
                "kind": letter.kind,
                "language": letter.language,
                "sent_at": letter.sent_at and _instant(letter.sent_at),
                "channel": letter.channel,
            }
            for letter in case.letters
        ],
        "outcome": _outcome(case),
        "events": _events(case),
    }


def _line(case: Case, row: Row) -> dict[str, Any]:
    is_contested = row.disputed or case.knows(FactName.ASSESSMENT, row.id)
    reason = case.text_fact(FactName.REASON) or None
    sub_reason = case.text_fact(FactName.SUB_REASON) or None
    return {
        "id": row.id,
        "description": row.description,
        "amount": _amount(row.invoiced),
        "track": track_of(case, row.id) if is_contested else None,
        "assessment": assessment_of(case, row.id),
        "reason": reason if is_contested else None,
        "sub_reason": sub_reason if is_contested else None,
        "grid": _grid(row),
    }


def _grid(row: Row) -> dict[str, str]:
    return {
        name: _amount(getattr(row, name))
        for name in (
            "invoiced",
            "paid",
            "undisputed",
            "disputed",
            "conceded",
            "credited",
            "written_off",
        )
    }


def _hold(hold: Hold | None) -> dict[str, Any] | None:
    if hold is None:
        return None
    return {
        "active": hold.is_on,
        "part": hold.part,
        "since": _instant(hold.since),
        "by": hold.by,
        "review_on": _day(hold.review_on),
        "channels": [
            {"name": c.name, "off_at": c.off_at and _instant(c.off_at)}
            for c in hold.channels
        ],
    }


def _statement(case: Case) -> dict[str, Any]:
    names = ("line", "expected", "received", "amount", "outcome")
    slots = dict(zip(names, SLOTS, strict=True))
    return {
        "text": case.statements[0].text if case.statements else None,
        "specific": case.is_specific,
        "slots": {name: _plain(case.fact(fact)) for name, fact in slots.items()},
    }


def _proof(case: Case) -> dict[str, Any]:
    waived = [
        {
            "kind": waiver.kind,
            "name": None,
            "sha256": None,
            "source": None,
            "dated_on": None,
            "proves": None,
            "waived_by": waiver.by,
        }
        for waiver in case.evidence.waivers
    ]
    items = [
        {
            "kind": item.kind,
            "name": item.name,
            "sha256": item.sha256,
            "source": item.source,
            "dated_on": _day(item.dated_on),
            "proves": item.proves,
            "waived_by": None,
        }
        for item in case.evidence.items
    ]
    return {
        "evidence": items + waived,
        "assessment": _assessment(case),
    }


def _assessment(case: Case) -> dict[str, Any]:
    """The owner's label, the estimate from 0 to 1, the rules and facts behind them."""
    found = estimate_of_case(case)
    rules = [judge(case, row.id).rule for row in case.contested_rows()]
    facts = [f"{r.fact}: {r.value}" for r in found.reasons] if found else []
    return {
        "label": case_assessment(case),
        "share": found and found.share / 100,
        "low": found and found.low / 100,
        "high": found and found.high / 100,
        "reasons": [*rules, *facts],
    }


def _money(case: Case) -> dict[str, Any]:
    return {
        "offers": [
            {
                "amount_off": _amount(offer.amount_off),
                "condition": f"{_amount(offer.rest)} paid by {offer.expires_on}",
                "expires_at": _day(offer.expires_on),
                "status": offer.status,
            }
            for offer in case.offers
        ],
        "payments": [
            {
                "amount": _amount(payment.amount),
                "received_on": _day(payment.received_on),
                "applies_to": list(payment.applies_to),
                "tender": payment.tender,
            }
            for payment in case.payments
        ],
    }


def _deadlines(visit: Visit, case: Case) -> list[dict[str, Any]]:
    met = _met_at(visit, case)
    return [
        {
            "kind": due.kind,
            "due_at": _instant(due.due_at),
            "done_at": _instant(met[due.kind]) if due.kind in met else None,
        }
        for due in deadlines(visit.playbook(case), visit.situation(case))
    ]


def _met_at(visit: Visit, case: Case) -> dict[str, datetime]:
    """When each met deadline was met: the entry after which it no longer ran."""
    met: dict[str, datetime] = {}
    begun = Case.begin(case.id, case.business_id)
    here = visit.situation(case)
    for entry in case.entries:
        begun = begun.with_entry(entry)
        for due in deadlines(visit.playbook(case), here.after(begun)):
            if not due.is_done:
                met.pop(due.kind, None)
            else:
                met.setdefault(due.kind, entry.at)
    return met


def _answered(case: Case) -> list[Reply]:
    """Exchanges: our letter and the customer's answer to it, whatever it was."""
    return [reply for reply in case.replies if reply.kind is not ReplyKind.SILENT]


def _outcome(case: Case) -> dict[str, Any] | None:
    if case.outcome is None:
        return None
    return {
        "kind": case.outcome.kind,
        "kept": _amount(case.outcome.kept),
        "root_cause": case.outcome.root_cause,
        "closed_at": _instant(case.outcome.closed_at),
    }


def _events(case: Case) -> list[dict[str, Any]]:
    digests = entry_digests(case.entries)
    return [
        {
            "at": _instant(entry.at),
            "by": entry.by,
            "platform": entry.platform,
            "kind": entry.event.kind,
            "prev_hash": before,
            "hash": own,
        }
        for entry, (before, own) in zip(case.entries, digests, strict=True)
    ]


def _business(business: Business) -> dict[str, Any]:
    profile = business.profile
    return {
        "id": business.id,
        "name": profile.name,
        "sign_off": profile.sign_off,
        "place": profile.place,
        "currency": profile.currency,
        "time_zone": profile.time_zone,
        "language": profile.language,
        "channels": list(profile.channels),
    }


def _amount(amount: Money) -> str:
    return str(amount.amount)


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return _amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return None if value == "not_said" else value

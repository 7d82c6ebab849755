"""The people of a business: who they are, what they may do, on which platforms.

Whoever talks first owns the business; others come as helpers. A code that one person
asks for and types on another platform says that both accounts are theirs (F-O5); a code
from `team invite` lets somebody else in.
"""

import json
from datetime import datetime, timedelta

from assistant.chat.commands import Command
from assistant.chat.replies import Item, Listing, Phrase, Tone, phrase
from assistant.domain.business import Member, Role
from assistant.domain.case import Case
from assistant.domain.case_events import ActionRefused, Assigned, Shared
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.post_office import PostOffice
from assistant.usecases.cards import next_line
from assistant.usecases.office import Office
from assistant.usecases.visit import Visit

PLATFORM = "parley"  # under which the core keeps its own notes; `erase` knows it
_LINK, _ACCOUNT = "link/", "account/"
_VALID_FOR = timedelta(minutes=15)
_INVITED_FOR = timedelta(days=7)
_LONGEST_NAME = 100


def business_of(post: PostOffice, platform: str, account: str) -> str:
    """The business that an account was linked to; empty for none."""
    return post.notes.get(PLATFORM, f"{_ACCOUNT}{platform}/{account}") or ""


def note_person(visit: Visit) -> None:
    """Remember who talks: the first as the owner, others as helpers."""
    place, person = visit.event.place, visit.event.person
    business = visit.business
    if not person.id or business.member(place.platform, person.id):
        return
    name = clean_line(person.name, _LONGEST_NAME) or person.id
    role = Role.HELPER if business.members else Role.OWNER
    member = Member(business.free_name(name), role, {place.platform: person.id})
    visit.change_business(members=(*business.members, member))


def is_code(office: Office, text: str) -> bool:
    """Whether a code that somebody typed would let them in."""
    return _known(office, text) is not None


def may(visit: Visit, *roles: Role) -> bool:
    """Whether whoever acts has one of these roles; alone, everybody is the owner."""
    business = visit.business
    if not business.members or not visit.is_posted:
        return True
    member = business.member(visit.event.place.platform, visit.event.person.id)
    return member is not None and member.role in roles


def refuse_unless_owner(visit: Visit) -> None:
    """InputError for anybody but the owner."""
    if not may(visit, Role.OWNER):
        owners = tuple(m.name for m in visit.business.members if m.role is Role.OWNER)
        raise InputError("error.owner_only", owners=owners)


def team(visit: Visit, command: Command) -> None:
    """`team`, `team invite [ROLE]`, `team remove NAME`, `team ROLE NAME`."""
    word = command.words[0].casefold() if command.words else ""
    if not word:
        _show(visit)
        return
    refuse_unless_owner(visit)
    if word == "invite":
        _invite(visit, _role(command.words[1] if len(command.words) > 1 else "helper"))
    elif word == "remove":
        _remove(visit, _named(visit, command.after(1)))
    else:
        member = _named(visit, command.after(1))
        _give_role(visit, member, _role(word))


def link(visit: Visit, command: Command) -> None:
    """`link` gives a code; `link CODE` types it on the other platform."""
    if command.words:
        _use_code(visit, command.rest)
        return
    actor = visit.business.member(visit.event.place.platform, visit.event.person.id)
    name = actor.name if actor else visit.actor
    code = _new_code(visit, name, "", _VALID_FOR)
    minutes = int(_VALID_FOR.total_seconds()) // 60
    visit.tell("link.code", code=code, minutes=minutes)


def assign(visit: Visit, case: Case, command: Command) -> None:
    """Hand the case over."""
    name = clean_line(command.rest, _LONGEST_NAME).removeprefix("@")
    if not name:
        raise InputError("error.assign_whom")
    member = visit.business.named(name) or _by_account(visit, name)
    person = member.name if member else name
    events = [Assigned(person)]
    case = visit.record(case, *events)
    if case.is_private and person not in case.people:
        case = visit.record(case, Shared((*case.people, person)))
    visit.tell("assign.done", Tone.GOOD, case=case.id, person=person)
    line = next_line(visit, case)
    if line:
        visit.say(line)


def share(visit: Visit, case: Case, command: Command) -> None:
    """`share CASE team` or `share CASE NAME, NAME`: who may see the case."""
    visit.focus(case)
    if not command.words:
        key = "share.private" if case.is_private else "share.team"
        visit.tell(key, case=case.id, people=case.people)
        return
    if command.rest.casefold() in ("team", "everyone", "all"):
        case = visit.record(case, Shared())
        visit.tell("share.team", Tone.GOOD, case=case.id)
        return
    is_alone = command.rest.casefold() in ("private", "me", "only me")
    texts = [] if is_alone else command.rest.split(",")
    people = [visit.actor, *(_named(visit, text).name for text in texts)]
    people += [case.assigned_to] if case.assigned_to else []
    case = visit.record(case, Shared(tuple(dict.fromkeys(people))))
    visit.tell("share.private", Tone.GOOD, case=case.id, people=case.people)


def refused(visit: Visit, case: Case, action: str, reason: str) -> None:
    """Keep in the case's record that somebody tried what they may not (F-L5)."""
    visit.record(case, ActionRefused(action, reason))


def _show(visit: Visit) -> None:
    items = tuple(
        Item(
            phrase("value", value=member.name),
            phrase("team.member", role=phrase(f"role.{member.role}")),
        )
        for member in visit.business.members
    )
    visit.say(Listing(phrase("team.title"), items, phrase("team.alone")))
    visit.tell("team.how")


def _role(text: str) -> Role:
    if text.casefold() not in set(Role):
        raise InputError("error.role_unknown", text=text, roles=tuple(Role))
    return Role(text.casefold())


def _named(visit: Visit, text: str) -> Member:
    name = clean_line(text, _LONGEST_NAME).removeprefix("@")
    member = visit.business.named(name) or _by_account(visit, name)
    if member is None:
        names = tuple(member.name for member in visit.business.members)
        raise InputError("error.member_unknown", name=name, names=names)
    return member


def _by_account(visit: Visit, account: str) -> Member | None:
    return visit.business.member(visit.event.place.platform, account)


def _give_role(visit: Visit, member: Member, role: Role) -> None:
    changed = Member(member.name, role, member.accounts)
    after = visit.business.with_member(changed)
    if not any(m.role is Role.OWNER for m in after.members):
        raise InputError("error.last_owner")
    visit.change_business(members=after.members)
    visit.tell("team.role_given", Tone.GOOD, name=member.name, role=_word(role))


def _remove(visit: Visit, member: Member) -> None:
    left = tuple(m for m in visit.business.members if m.name != member.name)
    if not any(m.role is Role.OWNER for m in left):
        raise InputError("error.last_owner")
    visit.change_business(members=left)
    keys = [f"{_ACCOUNT}{name}/{id_}" for name, id_ in member.accounts.items()]
    visit.office.post.notes.drop(PLATFORM, *keys)
    visit.tell("team.removed", Tone.GOOD, name=member.name)


def _word(role: Role) -> Phrase:
    return phrase(f"role.{role}")


def _invite(visit: Visit, role: Role) -> None:
    code = _new_code(visit, "", role, _INVITED_FOR)
    days = _INVITED_FOR.days
    visit.tell("team.invited", code=code, role=_word(role), count=days)


def _new_code(visit: Visit, name: str, role: str, valid_for: timedelta) -> str:
    code = visit.office.new_code()
    known = {
        "business": visit.business.id,
        "name": name,
        "role": role,
        "until": (visit.now + valid_for).isoformat(),
    }
    notes, owner = visit.office.post.notes, visit.business.id
    notes.put(PLATFORM, f"{_LINK}{code}", json.dumps(known), business_id=owner)
    return code


def _use_code(visit: Visit, text: str) -> None:
    """Join the business of a code: as the same person, or as somebody invited."""
    notes, key = visit.office.post.notes, _link_key(text)
    known = _known(visit.office, text)
    if known is None:
        raise InputError("error.code_unknown")
    if known["business"] == visit.business.id and known["name"]:
        raise InputError("error.code_same_place")
    place, person = visit.event.place, visit.event.person
    joined = visit.office.as_said(known["business"])
    member = joined.named(known["name"]) if known["name"] else None
    if member is None:
        role = Role(known["role"] or Role.OWNER)
        member = Member(joined.free_name(person.name or person.id), role)
    accounts = {**member.accounts, place.platform: person.id}
    joined = joined.with_member(Member(member.name, member.role, accounts))
    visit.join(joined, place.platform, place.id)
    notes.put(
        PLATFORM,
        f"{_ACCOUNT}{place.platform}/{person.id}",
        joined.id,
        business_id=joined.id,
    )
    notes.drop(PLATFORM, key)
    count = len(visit.office.cases.summaries(visit.business.id))
    name = joined.profile.name or phrase("team.unnamed")
    visit.tell("link.done", Tone.GOOD, name=name, member=member.name)
    if count:
        visit.tell("link.left_behind", Tone.CAUTION, count=count)


def _known(office: Office, text: str) -> dict[str, str] | None:
    """What a code stands for; None for an unknown one, or one that is too old."""
    stored = office.post.notes.get(PLATFORM, _link_key(text))
    known: dict[str, str] | None = json.loads(stored) if stored else None
    if known is None or datetime.fromisoformat(known["until"]) < office.clock.now():
        return None
    return known


def _link_key(text: str) -> str:
    return _LINK + "".join(char for char in text.upper() if char.isalnum())


def unlink(visit: Visit, _: Command) -> None:
    """This account leaves the business that it was linked to."""
    place, person = visit.event.place, visit.event.person
    key = f"{_ACCOUNT}{place.platform}/{person.id}"
    if visit.office.post.notes.get(PLATFORM, key) is None:
        raise InputError("error.not_linked")
    visit.office.post.notes.drop(PLATFORM, key)
    member = visit.business.member(place.platform, person.id)
    if member is not None:
        left = {k: v for k, v in member.accounts.items() if k != place.platform}
        changed = Member(member.name, member.role, left)
        homes = {k: v for k, v in visit.business.homes.items() if v != place.id}
        after = visit.business.with_member(changed)
        visit.change_business(members=after.members, homes=homes)
    visit.tell("link.left", Tone.GOOD)

"""The business whose cases these are: settings, people, limits, the invoice book."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum

from assistant.domain.invoice import Line
from assistant.domain.money import Money
from assistant.domain.quiet import MORNING, NIGHT, QuietHours

# Places that chase invoices and how they are known to people. Source: guide S1-32.
CHASING_CHANNELS = (
    "quickbooks",
    "xero",
    "freshbooks",
    "square",
    "zoho_books",
    "jobber",
    "phone",
    "agency",
    "spreadsheet",
)


class Role(StrEnum):
    """What a member of the business may do."""

    OWNER = "owner"
    HELPER = "helper"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the business and the platform accounts they use.

    accounts: platform name to the person's id there.
    """

    name: str
    role: Role
    accounts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the owner tells in the first minute; an empty field was skipped.

    place: code such as `US-CA`, `GB-EAW`, `DE`; empty when not said.
    channels: names of places that chase, from CHASING_CHANNELS or typed.
    playbook: by which its cases are worked: its kind of work, in one word.
    quiet_hours: when nothing is told, on the clocks of `time_zone`.
    digest_hour: when the day's list is told there; None for no list.
    approval_limit, approval_percent: what a helper may give up of an invoice, in money
        and in percent of it; above either, an approver is asked. None for no limit.
    silence_plan: what follows when no answer comes by the date: `gentle`, `steady` or
        `firm`; empty for gentle.
    legal_form: `company` or `individual` (a sole trader); empty when not said.
    """

    name: str = ""
    sign_off: str = ""
    place: str = ""
    currency: str = ""
    time_zone: str = ""
    channels: tuple[str, ...] = ()
    address: str = ""
    tax_number: str = ""
    email: str = ""
    phone: str = ""
    playbook: str = ""
    hourly_rate: Money | None = None
    let_go_limit: Money | None = None
    approval_limit: Money | None = None
    approval_percent: int | None = None
    legal_form: str = ""
    silence_plan: str = ""
    language: str = ""
    quiet_hours: QuietHours = NIGHT
    digest_hour: time | None = MORNING


@dataclass(frozen=True, slots=True)
class BookedInvoice:
    """An invoice known before a dispute, so that opening one needs its number only.

    status: `open`, `paid`; a disputed one is found through its case.
    paid: so far, as the books said when it was booked; None if they did not.
    """

    number: str
    total: Money
    customer: str
    status: str = "open"
    issued_on: date | None = None
    due_on: date | None = None
    paid: Money | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Business:
    """One business: a Slack workspace, a Telegram owner, or this terminal.

    setup_done: names of the profile questions that were answered or skipped.
    next_case: the next number for a case without an invoice number.
    digest_on: the local day whose list was told last, or needed no telling.
    homes: platform to the id of the place there where it is told what nobody asked.
    """

    id: str
    profile: Profile = field(default_factory=Profile)
    members: tuple[Member, ...] = ()
    setup_done: frozenset[str] = frozenset()
    next_case: int = 1
    invoices: tuple[BookedInvoice, ...] = ()
    digest_on: date | None = None
    homes: Mapping[str, str] = field(default_factory=dict)

    def stand_in(self, person: str) -> str:
        """Who else can step in for a person; empty in a business of one."""
        others = [member.name for member in self.members if member.name != person]
        return others[0] if len(self.members) > 1 and others else ""

    def member(self, platform: str, account: str) -> Member | None:
        """Who uses this account; None for somebody who is not known."""
        for member in self.members:
            if member.accounts.get(platform) == account:
                return member
        return None

    def named(self, name: str) -> Member | None:
        """The member of this name; the case of letters does not matter."""
        wanted = name.casefold()
        for member in self.members:
            if member.name.casefold() == wanted:
                return member
        return None

    def with_member(self, member: Member) -> "Business":
        """With this member in the place of whoever had the name."""
        others = tuple(m for m in self.members if m.name != member.name)
        is_known = len(others) < len(self.members)
        if not is_known:
            return replace(self, members=(*self.members, member))
        kept = tuple(member if m.name == member.name else m for m in self.members)
        return replace(self, members=kept)

    def free_name(self, name: str) -> str:
        """The name, or with a number behind it where somebody else has it."""
        count = 2
        free = name
        while self.named(free):
            free, count = f"{name} {count}", count + 1
        return free

    def account(self, name: str, platform: str) -> str:
        """The id of a member on a platform; empty if they have none there."""
        for member in self.members:
            if member.name == name:
                return member.accounts.get(platform, "")
        return ""

    def invoice(self, number: str) -> BookedInvoice | None:
        """The booked invoice with this number, whatever the case of its letters."""
        wanted = number.casefold()
        for booked in self.invoices:
            if booked.number.casefold() == wanted:
                return booked
        return None

    def booked(self, *invoices: BookedInvoice) -> "Business":
        """With these invoices in the book; each replaces one of the same number."""
        book = {known.number.casefold(): known for known in self.invoices}
        for invoice in invoices:
            book[invoice.number.casefold()] = invoice
        return replace(self, invoices=tuple(book.values()))

    def unbooked(self, number: str) -> "Business":
        """Without the invoice of this number."""
        wanted = number.casefold()
        left = tuple(x for x in self.invoices if x.number.casefold() != wanted)
        return replace(self, invoices=left)

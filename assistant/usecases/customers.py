"""`update CASE address ...`: what letters need to know of the customer."""

from assistant.chat.replies import Tone
from assistant.domain.case import Case
from assistant.domain.case_events import CustomerDescribed
from assistant.domain.typed import clean_line, clean_text
from assistant.errors import InputError
from assistant.usecases.visit import Visit

CUSTOMER_FIELDS = ("address", "email", "phone")
_LONGEST = 500  # characters of an address


def describe(visit: Visit, case: Case, name: str, typed: str) -> None:
    """Keep the customer's address, e-mail address or telephone number."""
    if name == "address":
        event = CustomerDescribed(address=clean_text(typed, _LONGEST))
    elif name == "phone":
        event = CustomerDescribed(phone=clean_line(typed, 60))
    else:
        address = clean_line(typed, 254)
        if address.count("@") != 1 or " " in address:
            raise InputError("error.email_unreadable", text=address)
        event = CustomerDescribed(email=address)
    visit.record(case, event)
    visit.tell("noted.value", Tone.GOOD, value=getattr(event, name))

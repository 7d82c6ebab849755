"""`update CASE customer ...` or `address ...`: what letters say of the customer."""

from assistant.chat.replies import Phrase, Tone, phrase
from assistant.domain.case import Case
from assistant.domain.case_events import CustomerDescribed
from assistant.domain.typed import clean_line, clean_text
from assistant.errors import InputError
from assistant.reference.spoken import language_of
from assistant.usecases.visit import Visit

CUSTOMER_FIELDS = ("customer", "address", "email", "phone", "language")
_LONGEST = 500  # characters of an address
_LONGEST_CUSTOMER = 120  # of a customer's name
_LONGEST_NAME = 60  # of a language's name


def describe(visit: Visit, case: Case, name: str, typed: str) -> None:
    """Keep the customer's name, address, e-mail address, telephone or language."""
    if name == "language":
        _write_in(visit, case, clean_line(typed, _LONGEST_NAME))
        return
    if name == "customer":
        event = CustomerDescribed(name=clean_line(typed, _LONGEST_CUSTOMER))
    elif name == "address":
        event = CustomerDescribed(address=clean_text(typed, _LONGEST))
    elif name == "phone":
        event = CustomerDescribed(phone=clean_line(typed, 60))
    else:
        address = clean_line(typed, 254)
        if address.count("@") != 1 or " " in address:
            raise InputError("error.email_unreadable", text=address)
        event = CustomerDescribed(email=address)
    visit.record(case, event)
    kept = event.name if name == "customer" else getattr(event, name)
    visit.tell("noted.value", Tone.GOOD, value=kept)


def _write_in(visit: Visit, case: Case, typed: str) -> None:
    """Letters to this customer in a language, by its code or name (F-Q1).

    InputError where there are no letters in it.
    """
    there = visit.office.letters.languages()
    code = language_of(typed, there)
    if not code:
        names = tuple(map(_name_of, there))
        raise InputError("error.no_letters_in", text=typed, languages=names)
    case = visit.record(case, CustomerDescribed(language=code))
    visit.tell(
        "letter.language_noted",
        Tone.GOOD,
        customer=case.customer.name or phrase("customer.unnamed"),
        language=_name_of(code.partition("_")[0]),
    )
    if not case.is_closed:
        visit.show_question(visit.proceed(case))


def _name_of(code: str) -> Phrase:
    return phrase(f"language.{code}|verbatim", text=code)

"""`pack CASE [court|short|small]`: the case as one PDF for somebody outside (F-J5).

`pack CASE all` is the whole case as one archive (F-N4).
"""

from assistant.chat.commands import Command
from assistant.chat.replies import FileOut, Tone, phrase
from assistant.documents.pack.content import Sealed
from assistant.documents.pack.making import Order, make_pack
from assistant.documents.pack.parts import Pack, PackForm, Progress, silent
from assistant.domain.case import Case
from assistant.domain.pack_facts import pack_facts
from assistant.errors import InputError
from assistant.store.codec import entry_digests
from assistant.usecases.archive import made_archive
from assistant.usecases.papers import file_name, saying
from assistant.usecases.visit import Visit

_ALL = ("all", "zip", "archive")


def pack(visit: Visit, case: Case, command: Command) -> None:
    """The pack as a file; what is only listed in it is said."""
    visit.focus(case)
    if command.rest.strip().casefold() in _ALL:
        _whole(visit, case)
        return
    form = _form(command.rest)
    made = made_pack(visit, case, form)
    if made.unprintable:
        visit.tell("paper.unprintable", Tone.CAUTION, signs=made.unprintable)
    if not made.fits:
        visit.tell("pack.too_large", Tone.CAUTION, pages=made.pages)
    names = {item.number: item.name for item in case.evidence.items}
    for number, why in made.listed.items():
        reason = phrase(f"pack.why.{why}")
        visit.tell("pack.listed", number=number, name=names[number], why=reason)
    if case.offers:
        visit.tell("pack.names_offers", Tone.CAUTION)
    caption = phrase("pack.caption", case=case.id, count=made.pages)
    name = f"{file_name(case.id)}-{form}.pdf"
    visit.say(FileOut(name, "application/pdf", made.content, caption))


def _whole(visit: Visit, case: Case) -> None:
    """Everything in one archive; what is not inside is said."""
    pack = made_pack(visit, case, PackForm.COURT)
    made = made_archive(visit, case, pack.content)
    names = {item.number: item.name for item in case.evidence.items}
    for why, numbers in (("lost", made.lost), ("no_room", made.no_room)):
        reason = phrase(f"pack.why.{why}")
        for number in numbers:
            visit.tell("pack.listed", number=number, name=names[number], why=reason)
    if case.offers:
        visit.tell("pack.names_offers", Tone.CAUTION)
    caption = phrase("pack.whole", case=case.id)
    name = f"{file_name(case.id)}.zip"
    visit.say(FileOut(name, "application/zip", made.content, caption))


def made_pack(
    visit: Visit, case: Case, form: PackForm, tell: Progress = silent
) -> Pack:
    """The pack of a case, in the language of the business."""
    profile = visit.business.profile
    digests = entry_digests(case.entries)
    order = Order(
        facts=pack_facts(case, profile, visit.today, profile.time_zone),
        form=form,
        sealed=Sealed(len(digests), digests[-1].hash if digests else ""),
        language=profile.language,
        say=saying(visit, profile.language),
        opened=visit.office.files.open,
        prints=visit.office.darkroom,
    )
    return make_pack(order, tell)


def _form(typed: str) -> PackForm:
    word = typed.strip().casefold()
    if not word:
        return PackForm.COURT
    if word not in set(PackForm):
        raise InputError("error.pack_form", form=typed, forms=(*PackForm, _ALL[0]))
    return PackForm(word)

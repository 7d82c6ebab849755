"""A letter as an e-mail draft: its words, the letter as PDF, and its enclosures."""

from assistant.documents.mail import MOST_ATTACHED, Attachment, Draft, as_mail
from assistant.documents.paper import Written
from assistant.documents.photos import NotAPictureError
from assistant.domain.case import Case
from assistant.domain.enclosures import enclosed_items
from assistant.domain.evidence import EvidenceItem
from assistant.domain.letters import ENCLOSING, Letter
from assistant.errors import StoreError
from assistant.usecases.visit import Visit


def mail_of(
    visit: Visit, case: Case, letter: Letter, pdf: Written, pdf_name: str
) -> tuple[Written, tuple[str, ...]]:
    """The draft, and the names of enclosures that are not in it.

    Photos go without what the camera noted in them, such as where they were taken.
    Left out is what was only named, cannot be read, or makes the mail too large.
    """
    attached, left_out = [Attachment(pdf_name, pdf.content)], []
    room = MOST_ATTACHED - len(pdf.content)
    for item in _enclosed(case, letter):
        attachment = _attachment(visit, item)
        if attachment is None or len(attachment.content) > room:
            left_out.append(item.name)
            continue
        room -= len(attachment.content)
        attached.append(attachment)
    profile, customer = visit.business.profile, case.customer
    draft = Draft(
        sender=(profile.name or profile.sign_off, profile.email),
        to=(customer.name or "", customer.email or ""),
        subject=letter.subject,
        body=letter.body,
        attachments=tuple(attached),
    )
    made = as_mail(draft)
    return Written(made.content, pdf.unprintable), tuple(left_out)


def _enclosed(case: Case, letter: Letter) -> tuple[EvidenceItem, ...]:
    if letter.kind not in ENCLOSING:
        return ()
    return enclosed_items(case, until=letter.sent_at)


def _attachment(visit: Visit, item: EvidenceItem) -> Attachment | None:
    if item.sha256 is None:
        return None
    try:
        with visit.office.files.open(item.sha256) as stream:
            content = stream.read()
    except StoreError:
        return None
    try:
        picture = visit.office.darkroom.made(item.sha256, content)
    except NotAPictureError:
        return Attachment(item.name, content)
    stem = item.name.rpartition(".")[0] or item.name
    return Attachment(f"{stem}.jpg", picture.content)

"""Draw the pictures of the README that the typesetter makes: a letter, a pack, numbers.

Run from the project's root: `.venv/bin/python scripts/paper_pictures.py`. Sets letter
and pack from the case of the tests, plays a case as far as `show CASE numbers`, and
writes docs/pictures/letter.png, pack.png and numbers.png.
"""

import io
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from assistant.chat.replies import FileOut  # noqa: E402  needs the path above
from assistant.documents.pack.content import Sealed  # noqa: E402
from assistant.documents.pack.making import Order, make_pack  # noqa: E402
from assistant.documents.pack.parts import PackForm  # noqa: E402
from assistant.documents.pdf import as_pdf  # noqa: E402
from assistant.domain.letters import LetterKind  # noqa: E402
from assistant.domain.money import Money  # noqa: E402
from assistant.domain.pack_facts import pack_facts  # noqa: E402
from assistant.store.codec import entry_digests  # noqa: E402
from tests.documents import builders  # noqa: E402
from tests.documents.test_papers import AROUND, a_letter, paper_of  # noqa: E402
from tests.usecases.table import PROFILE, Table  # noqa: E402

SCALE = 1.3  # 94 pixels to the inch
COLOURS = 32
WRITTEN_ON = date(2026, 5, 7)  # before the day that the letter asks for payment
TO_THE_NUMBERS = (
    "We agreed two rounds of revisions and you billed three. That is 400 too much.",
    *("Yes, use it", "Nothing", "Sent by e-mail"),
    *("A company", "Regularly"),
    *("Design 800; Third round 400", "Third round: £400.00", "All of it: £400.00"),
    *("That is all", "Contract of 3 March", "Go on without these", "No", "Yes"),
    *("Yes, only spoken", "Yes, in writing", "Yes, in writing"),
)


def main() -> None:
    """Write both pictures."""
    letter = a_letter(LetterKind.FIRM_ANSWER, "denied")
    around = replace(AROUND, made_on=WRITTEN_ON)
    draw("letter", as_pdf(paper_of(letter, around)).content)
    case = builders.a_case(*builders.closing_events())
    digests = entry_digests(case.entries)
    facts = pack_facts(case, builders.PROFILE, builders.TODAY, builders.ZONE)
    order = Order(
        facts=facts,
        form=PackForm.SHORT,
        sealed=Sealed(len(digests), digests[-1].hash),
        language="en_IE",
        say=builders.say,
        opened=builders.Files().open,
    )
    draw("pack", make_pack(order).content)
    save("numbers", numbers())


def numbers() -> Image.Image:
    """What `show CASE numbers` shows of a case that was played so far."""
    rate = Money.of(60, "GBP")
    table = Table(replace(PROFILE, currency="GBP", hourly_rate=rate))
    table.command('open INV-7 1200 "Harbour Café"')
    table.say(*TO_THE_NUMBERS)
    table.command("show INV-7 numbers")
    (file,) = [p for m in table.last for p in m.parts if isinstance(p, FileOut)]
    picture = Image.open(io.BytesIO(file.content))
    return picture.resize((picture.width * 2 // 3, picture.height * 2 // 3))


def draw(name: str, pdf: bytes) -> None:
    """The first page of a PDF as a small PNG."""
    document = pypdfium2.PdfDocument(pdf)
    save(name, document[0].render(scale=SCALE).to_pil())
    document.close()


def save(name: str, picture: Image.Image) -> None:
    """Keep a picture for the README, with few colours."""
    path = ROOT / "docs" / "pictures" / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()

"""Draw the pictures of the README that show paper: a letter and a pack.

Run from the project's root: `.venv/bin/python scripts/paper_pictures.py`. Sets both
from the case of the tests and writes docs/pictures/letter.png and pack.png.
"""

import sys
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from assistant.documents.pack.content import Sealed  # noqa: E402  needs the path above
from assistant.documents.pack.making import Order, make_pack  # noqa: E402
from assistant.documents.pack.parts import PackForm  # noqa: E402
from assistant.documents.pdf import as_pdf  # noqa: E402
from assistant.domain.letters import LetterKind  # noqa: E402
from assistant.domain.pack_facts import pack_facts  # noqa: E402
from assistant.store.codec import entry_digests  # noqa: E402
from tests.documents import builders  # noqa: E402
from tests.documents.test_papers import AROUND, a_letter, paper_of  # noqa: E402

SCALE = 1.3  # 94 pixels to the inch
COLOURS = 32


def main() -> None:
    """Write both pictures."""
    letter = a_letter(LetterKind.FIRM_ANSWER, "denied")
    draw("letter", as_pdf(paper_of(letter, AROUND)).content)
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


def draw(name: str, pdf: bytes) -> None:
    """The first page of a PDF as a small PNG."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=SCALE).to_pil().convert("P", colors=COLOURS)
    picture.save(ROOT / "docs" / "pictures" / f"{name}.png", optimize=True)
    document.close()


if __name__ == "__main__":
    main()

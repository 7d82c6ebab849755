"""Letters, notes for the books and packs as files a person can send, print or file.

`paper.py` is what all of them are made of: plain data without a format. `letters.py`
and `books.py` make papers out of facts; `pdf.py`, `word.py`, `mail.py` and `plain.py`
write them down; `pack/` is the file for a mediator or a court. Heavy libraries (typst,
python-docx, Pillow, pypdf) are imported where they are used and not before.
"""

"""The pack: a case as one file for a mediator, a court or a lawyer.

`gather.py` prepares what is shown, `content.py` puts the facts into words, typst sets
them (`data/pack.typ`) with empty frames for the pages of other people's PDFs, and
`pour.py` fills those. `making.py` is the story of it.
"""

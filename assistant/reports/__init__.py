"""The view over all cases: what is disputed again and again, and what helps.

`figures.py` takes from each case what counts, `patterns.py` adds it up, `fixes.py`
says what to change for the next job and whether it helped, `writing.py` gives it to
other programs. Pure rules over facts; nothing here reads a store or a clock.
"""

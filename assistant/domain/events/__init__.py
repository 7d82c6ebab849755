"""The events of a case, by what they are about; `case_events` lists them all.

Each is plain, frozen data that the store keeps for ever, so neither its `kind` nor a
field is ever renamed. `apply` is the one place where an event changes a case.
"""

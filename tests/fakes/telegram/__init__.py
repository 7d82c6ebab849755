"""A Telegram on this machine: the Bot API for the bot, verbs for the people.

Start with `fake.py` (what it is), `person.py` (what people do and see), `server.py`
(over HTTP, also for a subprocess) and `request.py` (in-process, without sockets).
"""

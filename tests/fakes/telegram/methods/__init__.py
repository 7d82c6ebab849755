"""The methods of the Bot API, by subject; `table.py` lists them."""

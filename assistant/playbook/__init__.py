"""The engine: playbooks as data, and the walk through them."""

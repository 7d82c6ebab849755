"""The terminal: the first platform, and the one that tests speak through."""

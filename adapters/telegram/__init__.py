"""Telegram: the whole case under one thumb."""

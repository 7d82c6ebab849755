"""Telegram: what is drawn, and what is read."""

"""Slack: the thread is the case file."""

"""A Slack on the loopback: Web API, events, Socket Mode, and people who use it."""

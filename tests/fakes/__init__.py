"""Stand-ins for Slack and Telegram that refuse what the real ones refuse."""

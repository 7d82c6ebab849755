"""What can be done in a conversation: one file per part of the story."""

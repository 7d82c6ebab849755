"""Where cases and businesses are kept."""

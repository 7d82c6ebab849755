"""Words: letters, amounts, dates and the phrases of the chat."""

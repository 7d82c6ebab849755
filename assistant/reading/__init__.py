"""What a customer's message or an invoice says, with the words that show it."""

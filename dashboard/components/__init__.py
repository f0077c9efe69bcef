"""Tables, filters, cards, messages; pure functions."""

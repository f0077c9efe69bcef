"""The lists of subscriptions and clients: what an address asks for, and what fits it."""

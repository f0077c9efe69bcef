"""Until when something can still be done about a subscription, and what it costs to let it pass."""

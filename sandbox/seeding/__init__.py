"""Makes the history of a new platform: who is on it, what they may buy, and what they did."""

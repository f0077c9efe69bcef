"""The order of a subscription, drawn: its steps, its fields, its receipt."""

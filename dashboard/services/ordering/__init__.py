"""The order of a subscription: what is entered in its steps, what follows from it, and its end."""

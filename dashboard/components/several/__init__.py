"""One action for several subscriptions, drawn: the buttons that ask for it, and its own page."""

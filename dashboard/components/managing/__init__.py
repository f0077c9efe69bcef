"""What can be done with a subscription, drawn: the management tab, and the dialog of operations."""

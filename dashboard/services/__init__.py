"""One module per task, in the user's words."""

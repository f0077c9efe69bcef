"""What the portal writes to managers: which mails there are, how they read, and how they go."""

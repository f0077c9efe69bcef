"""What only the portal knows: credentials, sessions, load history, the lease."""

"""The server-rendered pages around a password."""

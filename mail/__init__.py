"""Where mails go: a server, or a folder. The portal sends by it, and so does the sandbox."""

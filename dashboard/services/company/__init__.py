"""The partner's company: what is known of it, and its managers."""

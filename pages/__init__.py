"""Which address shows what: layouts and callbacks."""

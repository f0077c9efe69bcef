"""A stand-in for the platform, over HTTP. Never for production."""

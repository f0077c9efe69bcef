"""How the platform's data gets into the warehouse."""

"""What a manager may ask, and how it is drawn."""

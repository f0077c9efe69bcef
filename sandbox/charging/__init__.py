"""Charges from orders and consumption: pure rules on plain data, and what writes them down."""

"""Rows to figures; pure functions."""

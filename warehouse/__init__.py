"""What we know: two published DuckDB databases, `mirror` and `ledger`, and the questions to ask."""

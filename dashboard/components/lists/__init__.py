"""The parts that lists are made of: filters, tables, columns to choose, selections."""

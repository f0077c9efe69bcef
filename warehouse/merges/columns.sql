-- Answers: which columns do the tables have, of which types, and which must a row have?
-- Columns: database_name, table_name, column_name, data_type, is_required; in the order they are
--          declared in.

SELECT database_name, table_name, column_name, data_type, NOT is_nullable AS is_required
FROM duckdb_columns()
WHERE database_name IN ('mirror', 'ledger')
ORDER BY database_name, table_name, column_index;

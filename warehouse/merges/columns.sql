-- Answers: which columns has a table, of which types, and which must a row have?
-- Columns: column_name, data_type, is_required; in the order they are declared in.
-- Binds:   $database, $table (VARCHAR).

SELECT column_name, data_type, NOT is_nullable AS is_required
FROM duckdb_columns()
WHERE database_name = $database AND table_name = $table
ORDER BY column_index;

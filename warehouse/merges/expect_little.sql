-- Changes: how much freed memory DuckDB keeps before it hands it back (warehouse/publish.py).

SET GLOBAL allocator_flush_threshold = '16MB';

SET GLOBAL allocator_bulk_deallocation_flush_threshold = '16MB';

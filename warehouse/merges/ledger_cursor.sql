-- Changes: ledger.cursor: up to when a collection has been read.
-- Binds:   $collection, $reseller_id (VARCHAR), $read_until (TIMESTAMP).

MERGE INTO ledger.cursor AS known
USING (
    SELECT
        $collection AS collection,
        $reseller_id AS reseller_id,
        CAST($read_until AS TIMESTAMP) AS read_until
) AS read
    ON known.collection = read.collection
    AND known.reseller_id = read.reseller_id
WHEN MATCHED THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

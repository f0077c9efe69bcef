-- Changes: mirror.manager, from stage.manager; one row per manager_id.
-- Rule:    of equal ids the newest is taken, the last read of equally new ones; it changes a row
--          that says something else and is not newer. Nothing goes for being absent.
-- Answers: how many rows changed.

MERGE INTO mirror.manager AS known
USING (
    SELECT * EXCLUDE (page_number, record_number, has_children)
    FROM stage.manager
    QUALIFY row_number() OVER (
        PARTITION BY manager_id
        ORDER BY updated_at DESC NULLS LAST, page_number DESC, record_number DESC
    ) = 1
) AS read
    ON known.manager_id = read.manager_id
WHEN MATCHED
    AND coalesce(read.updated_at >= known.updated_at, true)
    AND read IS DISTINCT FROM known
    THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

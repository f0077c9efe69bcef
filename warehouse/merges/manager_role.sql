-- Changes: mirror.manager_role, from stage.manager_role; one row per role_id of a reseller.
-- Rule:    of equal ids the newest is taken, the last read of equally new ones; it changes a row
--          that says something else and is not newer. Nothing goes for being absent.
-- Answers: how many rows changed.

MERGE INTO mirror.manager_role AS known
USING (
    SELECT * EXCLUDE (page_number, record_number, has_children)
    FROM stage.manager_role
    QUALIFY row_number() OVER (
        PARTITION BY reseller_id, role_id
        ORDER BY updated_at DESC NULLS LAST, page_number DESC, record_number DESC
    ) = 1
) AS read
    ON known.reseller_id = read.reseller_id AND known.role_id = read.role_id
WHEN MATCHED
    AND coalesce(read.updated_at >= known.updated_at, true)
    AND read IS DISTINCT FROM known
    THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

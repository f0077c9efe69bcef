-- Changes: mirror.plan_resource, from stage.plan_resource; one row per plan_resource_id of a plan.
-- Rule:    they are replaced with their plan: what it no longer has goes. A plan that came
--          without naming any keeps what is known of it.
-- Needs:   stage.newest_plan, which is made before the plans are merged.
-- Answers: how many rows changed.

MERGE INTO mirror.plan_resource AS known
USING (
    SELECT child.* EXCLUDE (page_number, record_number, has_children)
    FROM stage.plan_resource AS child
    JOIN stage.newest_plan USING (page_number, record_number)
    QUALIFY row_number() OVER (
        PARTITION BY child.reseller_id, child.plan_id, child.plan_resource_id
    ) = 1
) AS read
    ON known.reseller_id = read.reseller_id
    AND known.plan_id = read.plan_id
    AND known.plan_resource_id = read.plan_resource_id
WHEN MATCHED AND read IS DISTINCT FROM known THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME
WHEN NOT MATCHED BY SOURCE AND (known.reseller_id, known.plan_id) IN (
        SELECT (reseller_id, plan_id) FROM stage.newest_plan WHERE has_children
    )
    THEN DELETE;

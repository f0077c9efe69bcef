-- Question: how much of what a reseller has at the platform is not as it should be (HOME-1)?
-- Grain:    one row.
-- Columns:  failed_count (subscriptions whose last operation failed), stopped_count (those that the
--           platform stopped because their time was over, and nobody renewed them),
--           held_account_count (clients on hold, by hand or because of debt).
-- Binds:    $failed_statuses, $held_statuses (VARCHAR[], as sent), $today (DATE), $reseller_id
--           (VARCHAR).

SELECT
    (
        SELECT count(*)
        FROM mirror.subscription
        WHERE subscription.reseller_id = $reseller_id
            AND list_contains($failed_statuses, subscription.status)
    ) AS failed_count,
    (
        SELECT count(*)
        FROM mirror.subscription
        WHERE subscription.reseller_id = $reseller_id
            AND subscription.status = 'stopped'
            AND subscription.expires_on <= CAST($today AS DATE)
    ) AS stopped_count,
    (
        SELECT count(*)
        FROM mirror.account
        WHERE account.reseller_id = $reseller_id
            AND list_contains($held_statuses, account.status)
    ) AS held_account_count

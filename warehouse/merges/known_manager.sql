-- Answers: what does the mirror know of a manager of a reseller?
-- Columns: name, phone, status; one row for each who has this id or this e-mail.
-- Binds:   $reseller_id, $manager_id, $email (VARCHAR; the e-mail in lower case).

SELECT name, phone, status
FROM mirror.manager
WHERE reseller_id = $reseller_id
    AND (manager_id = $manager_id OR email = $email)
ORDER BY manager_id;

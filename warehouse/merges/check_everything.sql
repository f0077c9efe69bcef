-- Makes:   stage.checked_*: all there is, whatever this load touched (check_touched.sql).

CREATE OR REPLACE VIEW stage.checked_charge AS FROM ledger.charge;

CREATE OR REPLACE VIEW stage.checked_reseller_charge AS FROM ledger.reseller_charge;

CREATE OR REPLACE VIEW stage.checked_consumption AS FROM ledger.consumption;

CREATE OR REPLACE VIEW stage.checked_cost AS FROM ledger.cost;

CREATE OR REPLACE VIEW stage.checked_cost_by_month AS FROM ledger.cost_by_month;

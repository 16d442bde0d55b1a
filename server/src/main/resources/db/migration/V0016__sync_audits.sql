-- What a run proved and used: the counts of the source beside ours, as JSON, and our share of its calls.
CREATE TABLE sync_audit (
    run_id          bigint PRIMARY KEY REFERENCES sync_run ON DELETE CASCADE,
    organization_id bigint NOT NULL REFERENCES organization,
    customer_id     bigint NOT NULL REFERENCES customer,
    proof           jsonb,
    budget          jsonb
);
CREATE INDEX sync_audit_customer ON sync_audit (customer_id);
CALL protect('sync_audit', true);

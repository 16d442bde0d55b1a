-- When connections are synced by themselves: one row for each connection. due_at is null while nothing is scheduled;
-- every_seconds is the time between two runs that it was reckoned with. stale: settings or the authorization moved, and
-- the row has to be planned again.
CREATE TABLE sync_schedule (
    connection_id   bigint PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    every_seconds   bigint,
    due_at          timestamptz,
    stale           boolean     NOT NULL DEFAULT true
);
CREATE INDEX sync_schedule_due_at ON sync_schedule (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX sync_schedule_stale ON sync_schedule (connection_id) WHERE stale;
CREATE INDEX sync_schedule_customer ON sync_schedule (customer_id);
CALL protect('sync_schedule', true);

-- Connections from before this table are planned like all others.
SELECT set_config('allotrope.scope', 'system', true);
INSERT INTO sync_schedule (connection_id, organization_id, customer_id)
SELECT id, organization_id, customer_id FROM connection;

-- When the upkeep of idle tokens last tried this one: whoever was tried goes to the back.
ALTER TABLE connect_credential ADD COLUMN tried_at timestamptz;

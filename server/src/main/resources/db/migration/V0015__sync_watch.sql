-- What is known of each connection's source, and when it is asked next whether anything moved: one row for each
-- connection that is watched, or was.
CREATE TABLE sync_watch (
    connection_id   bigint PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    -- the longest time between two checks, null while nobody wants any, and when the next is due, by our clock
    every_seconds   bigint,
    check_at        timestamptz,
    -- how many checks in a row found nothing, and whether the next may come sooner
    quiet           integer     NOT NULL DEFAULT 0,
    may_hurry       boolean     NOT NULL DEFAULT true,
    -- the newest times that everything up to them was read, by the source's clocks
    modified        timestamptz,
    published       timestamptz,
    -- when changes, and when everything, was last read whole, by our clock; null: everything has to be read
    looked_back_at  timestamptz,
    reconciled_at   timestamptz,
    -- what a run that is under way asked the source before it read anything
    asked_by        bigint,
    asked_at        timestamptz,
    asked_number    bigint,
    asked_modified  timestamptz,
    asked_published timestamptz
);
CREATE INDEX sync_watch_check_at ON sync_watch (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX sync_watch_customer ON sync_watch (customer_id);
CALL protect('sync_watch', true);

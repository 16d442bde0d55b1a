CREATE TABLE sync_run (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    connection_id   bigint      NOT NULL REFERENCES connection,
    cause           text        NOT NULL,
    mode            text        NOT NULL,
    status          text        NOT NULL,
    stage           text        NOT NULL,
    -- taken again by each slice: a write under an older epoch is refused
    epoch           bigint      NOT NULL DEFAULT 0,
    cursor          text        NOT NULL DEFAULT '',
    expected        bigint,
    request         jsonb       NOT NULL,
    counts          jsonb       NOT NULL,
    calls           bigint      NOT NULL DEFAULT 0,
    timings         jsonb       NOT NULL DEFAULT '{}',
    skipped         jsonb       NOT NULL DEFAULT '[]',
    released        boolean     NOT NULL DEFAULT false,
    error           text,
    attempts        integer     NOT NULL DEFAULT 0,
    retry_at        timestamptz,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at      timestamptz,
    finished_at     timestamptz,
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sync_run_connection ON sync_run (connection_id, id);
CREATE INDEX sync_run_open ON sync_run (connection_id, id) WHERE finished_at IS NULL;
CALL protect('sync_run', true);

-- Calls to a remote organization by the hour, so that our share of its daily allowance can be kept.
CREATE TABLE sync_call (
    remote_organization_id text   NOT NULL,
    hour            timestamptz NOT NULL,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    calls           bigint      NOT NULL,
    allowed         bigint,
    PRIMARY KEY (remote_organization_id, customer_id, hour)
);
CALL protect('sync_call', true);

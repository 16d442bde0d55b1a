-- URLs that the events of an organization are posted to. The signing key is encrypted, its key's id stands beside it.
CREATE TABLE notify_webhook (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    url             text        NOT NULL,
    signing_key     text        NOT NULL,
    status          text        NOT NULL DEFAULT 'ACTIVE',
    status_reason   text,
    -- deliveries given up since the last one that arrived
    exhausted       integer     NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (organization_id, url)
);
CALL protect('notify_webhook', false);

-- One event for one URL, from the transaction in which it happened to its end in the log.
CREATE TABLE notify_delivery (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    webhook_id      bigint      NOT NULL REFERENCES notify_webhook ON DELETE CASCADE,
    event           text        NOT NULL,
    object_type     text        NOT NULL,
    object_id       jsonb       NOT NULL,
    -- deliveries about the same thing go out one after the other, in the order of their ids
    about           text        NOT NULL,
    customer        text,
    signed_at       bigint      NOT NULL,
    body            text        NOT NULL,
    status          text        NOT NULL DEFAULT 'PENDING',
    -- tries since it was queued or replayed; attempts remembers those before too
    tries           integer     NOT NULL DEFAULT 0,
    attempts        jsonb       NOT NULL DEFAULT '[]',
    next_attempt_at timestamptz,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz
);
CREATE INDEX notify_delivery_webhook ON notify_delivery (webhook_id, id);
CREATE INDEX notify_delivery_due ON notify_delivery (webhook_id, next_attempt_at, id) WHERE status = 'PENDING';
CREATE INDEX notify_delivery_about ON notify_delivery (webhook_id, about, id) WHERE status = 'PENDING';
CREATE INDEX notify_delivery_finished_at ON notify_delivery (finished_at);
CALL protect('notify_delivery', false);

-- The lane of jobs that wait for receivers; the others are in V0006.
CREATE TABLE job_outbound (LIKE job_bulk INCLUDING ALL);

-- Uploads whose documents were all queued and are not all done, so that somebody hears when they are.
CREATE TABLE notify_upload (
    customer_id     bigint      NOT NULL REFERENCES customer,
    upload_id       text        NOT NULL,
    organization_id bigint      NOT NULL REFERENCES organization,
    request_id      text        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (customer_id, upload_id)
);
CALL protect('notify_upload', true);

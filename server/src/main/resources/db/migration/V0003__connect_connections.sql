-- A customer's authorization of one remote user of one remote organization.
CREATE TABLE connection (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    kind            text        NOT NULL,
    label           text        NOT NULL,
    domain          text        NOT NULL,
    instance        text        NOT NULL,
    remote_organization_id text NOT NULL,
    remote_user_id  text        NOT NULL,
    sync_status     text        NOT NULL,
    sync_error      text,
    last_sync_action text       NOT NULL,
    last_synced_at  timestamptz NOT NULL,
    items_synced_at timestamptz,
    files_synced_at timestamptz,
    revoked         boolean     NOT NULL DEFAULT false,
    options         jsonb       NOT NULL,
    tags            jsonb       NOT NULL DEFAULT '{}',
    metadata        jsonb       NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX connection_remote_user ON connection (customer_id, kind, remote_organization_id, remote_user_id);
CREATE INDEX connection_created_at ON connection (customer_id, created_at, id);
CALL protect('connection', true);

-- The tokens of a connection, each encrypted; the key's id stands beside its ciphertext. No row: nothing to act with.
-- attempt_until: a refresh request is under way (or died) and nobody sends the same refresh token before that time.
CREATE TABLE connect_credential (
    connection_id   bigint PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    access_token    text        NOT NULL,
    refresh_token   text,
    instance        text        NOT NULL,
    app             text        NOT NULL,
    attempt_until   timestamptz,
    refreshed_at    timestamptz NOT NULL,
    invalid         boolean     NOT NULL DEFAULT false
);
CREATE INDEX connect_credential_refreshed_at ON connect_credential (refreshed_at) WHERE NOT invalid;
CALL protect('connect_credential', true);

-- Authorizations that began and were not completed: one row for each link handed out, used once.
CREATE TABLE connect_state (
    hash            bytea       PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    connection_id   bigint      REFERENCES connection ON DELETE CASCADE,
    kind            text        NOT NULL,
    purpose         text        NOT NULL,
    domain          text        NOT NULL,
    app             text        NOT NULL,
    verifier        text,
    redirect_uri    text        NOT NULL,
    options         jsonb       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at      timestamptz NOT NULL
);
CREATE INDEX connect_state_expires_at ON connect_state (expires_at);
CALL protect('connect_state', true);

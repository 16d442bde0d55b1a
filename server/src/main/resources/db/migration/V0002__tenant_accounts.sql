CREATE TABLE organization (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text        NOT NULL,
    settings      jsonb       NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    organization_id bigint GENERATED ALWAYS AS (id) STORED
);
CALL protect('organization', false);

CREATE TABLE api_key (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    name            text        NOT NULL,
    hint            text        NOT NULL,
    hash            bytea       NOT NULL UNIQUE,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at      timestamptz
);
CALL protect('api_key', false);

CREATE TABLE customer (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    external_id     text        NOT NULL,
    settings        jsonb       NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    deleted_at      timestamptz,
    customer_id     bigint GENERATED ALWAYS AS (id) STORED
);
CREATE UNIQUE INDEX customer_external_id ON customer (organization_id, external_id) WHERE deleted_at IS NULL;
CALL protect('customer', true);

CREATE TABLE access_token (
    hash            bytea       PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at      timestamptz NOT NULL
);
CREATE INDEX access_token_expires_at ON access_token (expires_at);
CALL protect('access_token', true);

-- An organization's own OAuth client for a kind of remote system. The secret is encrypted; without one it is a public
-- client.
CREATE TABLE connect_app (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    kind            text        NOT NULL,
    client_id       text        NOT NULL,
    client_secret   text,
    redirect_uri    text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX connect_app_kind ON connect_app (organization_id, kind);
CALL protect('connect_app', false);

-- Clients that others took the place of, as long as an authorization was given to them.
CREATE TABLE connect_former_app (
    organization_id bigint      NOT NULL REFERENCES organization,
    kind            text        NOT NULL,
    client_id       text        NOT NULL,
    client_secret   text,
    redirect_uri    text        NOT NULL,
    PRIMARY KEY (organization_id, kind, client_id)
);
CALL protect('connect_former_app', false);
CREATE INDEX connect_credential_app ON connect_credential (organization_id, app);

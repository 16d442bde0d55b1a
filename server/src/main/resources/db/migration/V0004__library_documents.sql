-- The head of a tenant: each transaction that writes its documents ends by taking the next position here, and the row lock
-- makes position order commit order. The mark tells a restored database from the one an index followed.
CREATE TABLE library_head (
    customer_id     bigint PRIMARY KEY REFERENCES customer,
    organization_id bigint NOT NULL REFERENCES organization,
    position        bigint NOT NULL DEFAULT 0,
    mark            uuid   NOT NULL DEFAULT gen_random_uuid()
);
CALL protect('library_head', true);

-- What the latest listings of a connection showed.
CREATE TABLE library_item (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    connection_id   bigint      NOT NULL REFERENCES connection,
    external_id     text        NOT NULL,
    name            text        NOT NULL,
    language        text        NOT NULL,
    url             text,
    revision_id     text        NOT NULL,
    revision_number bigint      NOT NULL,
    published_at    timestamptz NOT NULL,
    stamp           text        NOT NULL,
    source_created_at  timestamptz NOT NULL,
    source_modified_at timestamptz NOT NULL,
    tags            jsonb       NOT NULL DEFAULT '{}',
    metadata        jsonb       NOT NULL DEFAULT '{}',
    -- the run that listed it last, and the run that asked for it again because a listing lacked it
    listed_by       bigint      NOT NULL,
    asked_by        bigint,
    synced_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (connection_id, external_id)
);
CREATE INDEX library_item_listed_by ON library_item (connection_id, listed_by);
CALL protect('library_item', true);

-- Deleted through the API: automatic runs leave these alone until they are selected again.
CREATE TABLE library_exclusion (
    connection_id   bigint NOT NULL REFERENCES connection,
    external_id     text   NOT NULL,
    organization_id bigint NOT NULL REFERENCES organization,
    customer_id     bigint NOT NULL REFERENCES customer,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (connection_id, external_id)
);
CALL protect('library_exclusion', true);

CREATE TABLE library_document (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    connection_id   bigint      NOT NULL REFERENCES connection,
    external_id     text        NOT NULL,
    name            text        NOT NULL,
    url             text,
    language        text        NOT NULL DEFAULT '',
    status          text        NOT NULL,
    error           text,
    -- what the document waits for: FETCH, PROCESS, INDEX, or nothing
    awaits          text,
    attempts        integer     NOT NULL DEFAULT 0,
    retry_at        timestamptz,
    queued_by       bigint,
    chunk_size      integer     NOT NULL,
    chunk_overlap   integer     NOT NULL,
    depth           text        NOT NULL,
    embedding_model text        NOT NULL,
    prepend_name    boolean     NOT NULL,
    sparse_vectors  boolean     NOT NULL,
    embedder        text,
    user_tags       jsonb       NOT NULL DEFAULT '{}',
    source_tags     jsonb       NOT NULL DEFAULT '{}',
    metadata        jsonb       NOT NULL DEFAULT '{}',
    revision_id     text,
    revision_number bigint,
    published_at    timestamptz,
    stamp           text,
    fingerprint     text,
    contents_deleted boolean    NOT NULL DEFAULT false,
    removal_held    boolean     NOT NULL DEFAULT false,
    file_size       bigint,
    num_characters  bigint,
    num_tokens      bigint,
    num_chunks      integer,
    num_windows     integer,
    request_id      text,
    upload_id       text,
    source_created_at  timestamptz,
    source_modified_at timestamptz,
    last_sync       timestamptz,
    position        bigint      NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    deleted_at      timestamptz,
    deleted_reason  text
);
CREATE UNIQUE INDEX library_document_external_id ON library_document (connection_id, external_id) WHERE deleted_at IS NULL;
CREATE INDEX library_document_position ON library_document (customer_id, position);
CREATE INDEX library_document_awaits ON library_document (customer_id, awaits, id) WHERE awaits IS NOT NULL;
CREATE INDEX library_document_connection ON library_document (connection_id, id) WHERE deleted_at IS NULL;
CALL protect('library_document', true);

CREATE TABLE library_body (
    document_id     bigint PRIMARY KEY REFERENCES library_document ON DELETE CASCADE,
    organization_id bigint NOT NULL,
    customer_id     bigint NOT NULL,
    html            text   NOT NULL,
    parsed          text
);
CALL protect('library_body', true);

CREATE TABLE library_chunk (
    document_id     bigint  NOT NULL REFERENCES library_document ON DELETE CASCADE,
    ordinal         integer NOT NULL,
    organization_id bigint  NOT NULL,
    customer_id     bigint  NOT NULL,
    start_offset    integer NOT NULL,
    end_offset      integer NOT NULL,
    content         text    NOT NULL,
    tokens          integer NOT NULL,
    headings        jsonb   NOT NULL DEFAULT '[]',
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (document_id, ordinal)
);
CALL protect('library_chunk', true);

CREATE TABLE library_window (
    document_id     bigint  NOT NULL,
    chunk           integer NOT NULL,
    ordinal         integer NOT NULL,
    organization_id bigint  NOT NULL,
    customer_id     bigint  NOT NULL,
    text_hash       bytea   NOT NULL,
    PRIMARY KEY (document_id, chunk, ordinal),
    FOREIGN KEY (document_id, chunk) REFERENCES library_chunk ON DELETE CASCADE
);
CREATE INDEX library_window_text_hash ON library_window (organization_id, text_hash);
CALL protect('library_window', true);

-- Vectors by the exact text they were made from, shared by all customers of an organization.
CREATE TABLE library_embedding (
    organization_id bigint NOT NULL REFERENCES organization,
    embedder        text   NOT NULL,
    text_hash       bytea  NOT NULL,
    vector          bytea  NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organization_id, embedder, text_hash)
);
CALL protect('library_embedding', false);

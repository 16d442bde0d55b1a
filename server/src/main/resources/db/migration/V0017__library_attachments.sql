-- Files that hang on a document are documents of their own under it. `attachments` says whether they are wanted; `files_run`
-- is the run that asked last which ones there are, `missed_by` the run that did not find this one any more.
ALTER TABLE library_document
    ADD COLUMN attachments boolean NOT NULL DEFAULT false,
    ADD COLUMN parent_id   bigint REFERENCES library_document ON DELETE CASCADE,
    ADD COLUMN files_run   bigint,
    ADD COLUMN missed_by   bigint,
    ADD COLUMN file_format text;
CREATE INDEX library_document_parent ON library_document (parent_id) WHERE parent_id IS NOT NULL;

-- Their bytes, as they were downloaded: read again, and handed out, without another call.
CREATE TABLE library_file (
    document_id     bigint PRIMARY KEY REFERENCES library_document ON DELETE CASCADE,
    organization_id bigint NOT NULL,
    customer_id     bigint NOT NULL,
    version_id      text   NOT NULL,
    content         bytea  NOT NULL
);
CREATE INDEX library_file_version ON library_file (customer_id, version_id);
CALL protect('library_file', true);

-- Images that a document's text shows, kept from the first time that somebody asks for them.
CREATE TABLE library_image (
    document_id     bigint NOT NULL REFERENCES library_document ON DELETE CASCADE,
    reference       text   NOT NULL,
    organization_id bigint NOT NULL,
    customer_id     bigint NOT NULL,
    media_type      text   NOT NULL,
    content         bytea  NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (document_id, reference)
);
CALL protect('library_image', true);

-- What runs of customers with limits added, and which limits they came up against.
CREATE TABLE library_added (
    run             bigint PRIMARY KEY,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    documents       bigint      NOT NULL DEFAULT 0,
    characters      bigint      NOT NULL DEFAULT 0,
    reached         text[]      NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX library_added_customer ON library_added (customer_id);
CALL protect('library_added', true);

-- A limit that keeps a listed item from becoming a document, and the terms under which it was chosen: null for items that
-- are wanted because all are.
ALTER TABLE library_item
    ADD COLUMN withheld_by    text,
    ADD COLUMN withheld_terms jsonb;
CREATE INDEX library_item_withheld ON library_item (connection_id, external_id) WHERE withheld_by IS NOT NULL;

-- A limit that keeps the content of a document from being taken, and how many characters that content has.
ALTER TABLE library_document
    ADD COLUMN withheld_by         text,
    ADD COLUMN wanted_characters   bigint,
    ADD COLUMN uploaded_characters bigint;
CREATE INDEX library_document_withheld ON library_document (connection_id, id) WHERE withheld_by IS NOT NULL;

SELECT set_config('allotrope.scope', 'system', true);
UPDATE library_document d
SET uploaded_characters = (SELECT sum(char_length(u.content)) FROM library_upload u WHERE u.document_id = d.id)
WHERE d.uploaded_at IS NOT NULL;

-- What a document counts for: its text, or the chunks that were uploaded in its place, whichever is more.
ALTER TABLE library_document
    ADD COLUMN characters bigint NOT NULL
        GENERATED ALWAYS AS (greatest(coalesce(num_characters, 0), coalesce(uploaded_characters, 0))) STORED;

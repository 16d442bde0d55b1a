-- Chunks that the owner of a document made, as they were given: what is searched is made from them as it is from a body.
CREATE TABLE library_upload (
    document_id     bigint  NOT NULL REFERENCES library_document ON DELETE CASCADE,
    ordinal         integer NOT NULL,
    organization_id bigint  NOT NULL,
    customer_id     bigint  NOT NULL,
    content         text    NOT NULL,
    -- null: to be embedded here
    vector          bytea,
    PRIMARY KEY (document_id, ordinal)
);
CALL protect('library_upload', true);

-- Under which slug they were uploaded, and how large their owner says they are. All are null while chunks are our own.
ALTER TABLE library_document
    ADD COLUMN uploaded_model         text,
    ADD COLUMN uploaded_chunk_size    integer,
    ADD COLUMN uploaded_chunk_overlap integer,
    ADD COLUMN uploaded_at            timestamptz,
    -- whether the chunks that are searched have still to be made from them
    ADD COLUMN upload_pending         boolean NOT NULL DEFAULT false;

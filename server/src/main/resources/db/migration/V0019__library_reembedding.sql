-- A customer's wish to have all documents embedded by the models of now. Documents are gone through by id, so that one which
-- fails keeps no other waiting and a killed server goes on where it stood.
CREATE TABLE library_reembedding (
    customer_id     bigint PRIMARY KEY REFERENCES customer,
    organization_id bigint      NOT NULL REFERENCES organization,
    requested_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at     timestamptz,
    -- the last document that was gone through
    reached         bigint      NOT NULL DEFAULT 0,
    documents       bigint      NOT NULL,
    reembedded      bigint      NOT NULL DEFAULT 0,
    failed          bigint      NOT NULL DEFAULT 0
);
CALL protect('library_reembedding', true);

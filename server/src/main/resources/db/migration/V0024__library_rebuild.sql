-- How far the search index of a customer is that is being built from the start, for whoever waits for it. What is searched goes by
-- the index itself, not by this.
CREATE TABLE library_rebuild (
    customer_id     bigint PRIMARY KEY REFERENCES customer,
    organization_id bigint      NOT NULL REFERENCES organization,
    -- the mark of the head that it follows: another one is of an earlier build
    mark            uuid        NOT NULL,
    position        bigint      NOT NULL,
    whole           boolean     NOT NULL
);
CALL protect('library_rebuild', true);

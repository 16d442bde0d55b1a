-- A small schema with everything that makes loading rows hard: identities, generated columns, foreign keys in both directions and
-- to the table itself, forced row-level security, a trigger.
CREATE TABLE shelf (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint NOT NULL,
    parent_id       bigint REFERENCES shelf,
    favourite_id    bigint,
    name            text   NOT NULL,
    customer_id     bigint GENERATED ALWAYS AS (id) STORED
);
CALL protect('shelf', true);

CREATE TABLE book (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint      NOT NULL,
    shelf_id        bigint      NOT NULL REFERENCES shelf ON DELETE CASCADE,
    title           text        NOT NULL,
    tags            jsonb       NOT NULL DEFAULT '{}',
    vector          bytea,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CALL protect('book', false);
ALTER TABLE shelf ADD CONSTRAINT shelf_favourite FOREIGN KEY (favourite_id) REFERENCES book;

CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title := upper(NEW.title); RETURN NEW; END $$;
CREATE TRIGGER book_shout BEFORE INSERT ON book FOR EACH ROW WHEN (NEW.title = 'shout') EXECUTE FUNCTION shout();

CREATE TABLE library_head (
    customer_id     bigint PRIMARY KEY,
    organization_id bigint NOT NULL,
    position        bigint NOT NULL DEFAULT 0,
    mark            uuid   NOT NULL DEFAULT gen_random_uuid()
);
CALL protect('library_head', true);

-- By which versions of reading and cutting a document's text, chunks and windows were made. Null: nothing was made, or before
-- that was noted.
ALTER TABLE library_document ADD COLUMN pipeline text;

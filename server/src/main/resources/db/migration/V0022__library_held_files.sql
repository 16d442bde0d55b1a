-- Files that hang on a document and became no documents of their own, by their ids: which limit or format keeps each out.
ALTER TABLE library_document ADD COLUMN files_withheld jsonb NOT NULL DEFAULT '{}';
CREATE INDEX library_document_files_withheld ON library_document (connection_id, id) WHERE files_withheld <> '{}';

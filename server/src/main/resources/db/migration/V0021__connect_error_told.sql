-- What receivers were told last of why a connection could not be synced, so that each reason is told once.
ALTER TABLE connection ADD COLUMN error_told text;

-- Why nothing is left to act with, in the words in which it was told first.
ALTER TABLE connect_credential ADD COLUMN ended text;

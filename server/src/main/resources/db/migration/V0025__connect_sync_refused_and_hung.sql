-- What the upkeep of tokens was refused with, as the connection shows it: until a refresh succeeds.
ALTER TABLE connect_credential ADD COLUMN refused text;

-- How many files hung on published articles, and when the newest was hung there, when a check asked last.
ALTER TABLE sync_watch ADD COLUMN hung_number bigint, ADD COLUMN hung_newest timestamptz;

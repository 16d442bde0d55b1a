-- Whether a run has waited for the remote allowance since it last got on: it is told of once.
ALTER TABLE sync_run ADD COLUMN limited boolean NOT NULL DEFAULT false;

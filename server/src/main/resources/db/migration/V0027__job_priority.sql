-- Of the jobs that are due, those of the highest priority begin first. Jobs from before had none, and would come before all
-- others.
UPDATE job_bulk SET priority = 0 WHERE priority IS NULL;
UPDATE job_prompt SET priority = 0 WHERE priority IS NULL;
UPDATE job_outbound SET priority = 0 WHERE priority IS NULL;
ALTER TABLE job_bulk ALTER priority SET DEFAULT 0, ALTER priority SET NOT NULL;
ALTER TABLE job_prompt ALTER priority SET DEFAULT 0, ALTER priority SET NOT NULL;
ALTER TABLE job_outbound ALTER priority SET DEFAULT 0, ALTER priority SET NOT NULL;

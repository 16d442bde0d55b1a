-- The tables of db-scheduler, one for each lane. They hold names and ids only, so they are not under row-level security.
CREATE TABLE job_bulk (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL DEFAULT false,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL DEFAULT 1,
    priority             smallint,
    state                text,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX job_bulk_execution_time ON job_bulk (execution_time);
CREATE INDEX job_bulk_last_heartbeat ON job_bulk (last_heartbeat);

CREATE TABLE job_prompt (LIKE job_bulk INCLUDING ALL);

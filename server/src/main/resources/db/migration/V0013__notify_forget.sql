-- Deliveries about a deleted user leave the log as soon as they ended, instead of after a week.
ALTER TABLE notify_delivery ADD COLUMN forget boolean NOT NULL DEFAULT false;
CREATE INDEX notify_delivery_forget ON notify_delivery (id) WHERE forget;

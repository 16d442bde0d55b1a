-- What is taken over a connection, and how; without a row everything, as the source offers it. `settings` holds
-- languages, channels, record_types, categories with their group, category and operator, validation_statuses,
-- body_fields, check_interval_seconds and link.
CREATE TABLE connect_settings (
    connection_id   bigint PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
    organization_id bigint      NOT NULL REFERENCES organization,
    customer_id     bigint      NOT NULL REFERENCES customer,
    settings        jsonb       NOT NULL,
    -- how often the connection is looked at besides the hours of its customer; null: not besides
    check_interval_minutes bigint,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX connect_settings_checked ON connect_settings (check_interval_minutes) WHERE check_interval_minutes IS NOT NULL;
CALL protect('connect_settings', true);

-- What an organization had embedded by models that a provider charges for, by the day in UTC.
CREATE TABLE library_spending (
    organization_id bigint NOT NULL REFERENCES organization,
    model           text   NOT NULL,
    day             date   NOT NULL,
    tokens          bigint NOT NULL,
    calls           bigint NOT NULL,
    PRIMARY KEY (organization_id, model, day)
);
CALL protect('library_spending', false);

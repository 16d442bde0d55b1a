-- Row-level security. Each transaction says whose rows it may touch: 'system', 'organization:7' or 'tenant:7:12'.
-- The functions are called in sub-selects by the policies, so they run once a statement and not once a row.

CREATE FUNCTION scope_is_system() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('allotrope.scope', true), '') = 'system' $$;

CREATE FUNCTION scope_organization() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT nullif(split_part(current_setting('allotrope.scope', true), ':', 2), '')::bigint $$;

CREATE FUNCTION scope_customer() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT nullif(split_part(current_setting('allotrope.scope', true), ':', 3), '')::bigint $$;

-- Puts a table with organization_id and, if per_customer, customer_id under forced row-level security.
CREATE PROCEDURE protect(protected regclass, per_customer boolean) LANGUAGE plpgsql AS $$
DECLARE
    rule text := '(SELECT scope_is_system()) OR (organization_id = (SELECT scope_organization())';
BEGIN
    IF per_customer THEN
        rule := rule || ' AND ((SELECT scope_customer()) IS NULL OR customer_id = (SELECT scope_customer()))';
    END IF;
    rule := rule || ')';
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
    EXECUTE format('CREATE POLICY scope ON %s USING (%s) WITH CHECK (%s)', protected, rule, rule);
END $$;

-- The later of now and just after the given time: keeps updated_at strictly increasing for one row.
CREATE FUNCTION touched(before timestamptz) RETURNS timestamptz LANGUAGE sql VOLATILE AS
$$ SELECT greatest(clock_timestamp(), before + interval '1 microsecond') $$;

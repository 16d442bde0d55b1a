package dev.allotrope.connect.settings;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `connect_settings`. Call inside a transaction.
public final class SettingsTable {
    private final JdbcClient jdbc;

    public SettingsTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public SourceSettings of(Tenant tenant, ConnectionId id) {
        return jdbc.sql("""
                        SELECT settings FROM connect_settings
                        WHERE organization_id = :organization AND customer_id = :customer AND connection_id = :id""")
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value())
                .param("id", id.value())
                .query(String.class)
                .optional()
                .map(SettingsJson::read)
                .orElse(SourceSettings.DEFAULT);
    }

    public void put(Tenant tenant, ConnectionId id, SourceSettings settings) {
        jdbc.sql("""
                INSERT INTO connect_settings (connection_id, organization_id, customer_id, settings, check_interval_minutes)
                VALUES (:id, :organization, :customer, :settings::jsonb, :minutes)
                ON CONFLICT (connection_id) DO UPDATE
                SET settings = excluded.settings, check_interval_minutes = excluded.check_interval_minutes,
                    updated_at = touched(connect_settings.updated_at)""")
                .param("id", id.value())
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value())
                .param("settings", SettingsJson.write(settings).toString())
                .param("minutes", minutes(settings.checkInterval()))
                .update();
    }

    private static @Nullable Long minutes(@Nullable Duration interval) {
        return interval == null ? null : interval.toMinutes();
    }
}

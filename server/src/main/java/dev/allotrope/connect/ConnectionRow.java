package dev.allotrope.connect;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.RowMapper;

/// Reads rows of the table `connection`.
record ConnectionRow() implements RowMapper<Connection> {
    @Override
    public Connection mapRow(ResultSet row, int number) throws SQLException {
        return new Connection(
                new ConnectionId(row.getLong("id")),
                new Tenant(
                        new OrganizationId(row.getLong("organization_id")), new CustomerId(row.getLong("customer_id"))),
                SourceKind.valueOf(row.getString("kind")),
                row.getString("label"),
                row.getString("domain"),
                URI.create(row.getString("instance")),
                row.getString("remote_organization_id"),
                row.getString("remote_user_id"),
                SyncStatus.valueOf(row.getString("sync_status")),
                row.getString("sync_error"),
                SyncAction.valueOf(row.getString("last_sync_action")),
                Columns.time(row, "last_synced_at"),
                Columns.optionalTime(row, "items_synced_at"),
                Columns.optionalTime(row, "files_synced_at"),
                row.getBoolean("revoked"),
                Json.options(row.getString("options")),
                Json.tags(row.getString("tags")),
                Json.metadata(row.getString("metadata")),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}

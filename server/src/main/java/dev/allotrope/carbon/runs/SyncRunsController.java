package dev.allotrope.carbon.runs;

import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.RunId;
import dev.allotrope.sync.RemovalGuard;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.SyncRuns;
import dev.allotrope.sync.audit.Audits;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reading runs, and releasing what one held.
@RestController
final class SyncRunsController {
    private final Connections connections;
    private final SyncRuns runs;
    private final Sync sync;
    private final Audits audits;
    private final RemovalGuard guard;

    SyncRunsController(Connections connections, SyncRuns runs, Sync sync, Audits audits, RemovalGuard guard) {
        this.connections = connections;
        this.runs = runs;
        this.sync = sync;
        this.audits = audits;
        this.guard = guard;
    }

    @GetMapping("/data_sources/{id}/sync_runs")
    SyncRunsResponse list(
            Tenant tenant,
            @PathVariable("id") long id,
            @RequestParam(name = "limit", defaultValue = "10") int limit,
            @RequestParam(name = "offset", defaultValue = "0") long offset) {
        ConnectionId connection = WireIds.connection(id);
        connections.get(tenant, connection);
        Page page = new Page(Math.clamp(limit, 0, Page.MAX_LIMIT), Math.max(0, offset), 0);
        return new SyncRunsResponse(shown(tenant, runs.list(tenant, connection, page)), runs.count(tenant, connection));
    }

    @GetMapping("/data_sources/{id}/sync_runs/{run}")
    SyncRunResponse one(Tenant tenant, @PathVariable("id") long id, @PathVariable("run") long run) {
        return shown(tenant, List.of(find(tenant, WireIds.connection(id), run))).getFirst();
    }

    /// Lists again and removes what is still absent, however much it is.
    @PostMapping("/data_sources/{id}/sync_runs/{run}/release")
    SyncRunResponse release(Tenant tenant, @PathVariable("id") long id, @PathVariable("run") long run) {
        SyncRun held = find(tenant, WireIds.connection(id), run);
        return SyncRunResponse.of(sync.release(tenant, held.id()), guard);
    }

    private List<SyncRunResponse> shown(Tenant tenant, List<SyncRun> found) {
        Map<RunId, Audits.Audit> kept =
                audits.of(tenant, found.stream().map(SyncRun::id).toList());
        return found.stream()
                .map(run -> SyncRunResponse.of(run, guard, kept.get(run.id())))
                .toList();
    }

    private SyncRun find(Tenant tenant, ConnectionId connection, long run) {
        return runs.find(tenant, WireIds.run(run))
                .filter(found -> found.connection().equals(connection))
                .orElseThrow(() -> Failure.notFound("run", run));
    }
}

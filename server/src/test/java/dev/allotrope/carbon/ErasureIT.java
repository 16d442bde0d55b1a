package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.carbon.files.FileLinks;
import dev.allotrope.index.Index;
import dev.allotrope.index.TestIndexed;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.sync.erase.TestErasing;
import dev.allotrope.tenant.Deletions;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What happens between the call that deletes a user and the end of their erasure, on a server that runs no jobs by
/// itself.
class ErasureIT {
    @RegisterExtension
    static final CarbonServer server = new CarbonServer(Map.of("allotrope.mode", "command"));

    private final EverythingHeld everything = new EverythingHeld(server);
    private TestOrganization acme;

    @BeforeEach
    void an_organization_asks() {
        acme = TestOrganization.of(server);
    }

    @Test
    void a_kill_after_any_step_and_a_restart_leave_nothing() {
        int steps = erase("undisturbed", Integer.MAX_VALUE);
        assertThat(steps).isGreaterThanOrEqualTo(server.beans(Eraser.class).size());

        for (int at = 1; at <= steps; at++) {
            erase("killed after step " + at, at);
        }
    }

    @Test
    void a_signed_link_ends_with_the_call_that_deletes_its_user() {
        Tenant ann = acme.tenant("ann");
        everything.of(ann, 1);
        List<String> links = List.of(link(ann, FileLinks.Form.RAW), link(ann, FileLinks.Form.PARSED));
        assertThat(server.get(links.getFirst()).status()).isEqualTo(200);

        delete("ann");

        assertThat(everything.rows(ann)).containsEntry("library_body", 1L);
        assertThat(links)
                .allSatisfy(link -> assertThat(server.get(link).status()).isEqualTo(404));
    }

    /// Returns how many steps the last process took; `dieAfter` is the one after which the process dies.
    private int erase(String name, int dieAfter) {
        Tenant tenant = acme.tenant(name);
        everything.of(tenant, dieAfter);
        acme.token(name);
        server.bean(Index.class)
                .apply(tenant, TestIndexed.head(1), List.of(TestIndexed.document(1, "VPN", "VPN setup")));
        assertThat(folder(tenant)).isNotEmptyDirectory();
        delete(name);
        Mortal mortal = new Mortal(dieAfter);

        if (dieAfter < Integer.MAX_VALUE) {
            assertThatThrownBy(() -> run(mortal.job(), tenant)).isInstanceOf(Killed.class);
            assertThat(server.bean(Deletions.class).unfinished(tenant)).isTrue();
        }
        Mortal restarted = new Mortal(Integer.MAX_VALUE);
        run(restarted.job(), tenant);

        assertThat(everything.rows(tenant))
                .as(name)
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
        assertThat(folder(tenant)).as(name).doesNotExist();
        assertThat(server.bean(Deletions.class).unfinished(tenant)).isFalse();
        assertThat(customers(name)).isZero();
        return restarted.steps;
    }

    private static void run(JobHandler job, Tenant tenant) {
        JobHandler.Outcome outcome = job.run(tenant.toString());
        while (!outcome.equals(JobHandler.Outcome.DONE)) {
            outcome = job.run(tenant.toString());
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// A process with the erasers of the server that dies after a step, which is one call of an eraser.
    private static final class Mortal {
        private final int dieAfter;
        private int steps;

        Mortal(int dieAfter) {
            this.dieAfter = dieAfter;
        }

        JobHandler job() {
            List<Eraser> mortal = server.beans(Eraser.class).stream()
                    .map(eraser -> new Eraser(eraser.stage(), tenant -> step(eraser, tenant)))
                    .toList();
            return TestErasing.over(server.bean(Deletions.class), mortal, server.bean(Jobs.class));
        }

        private boolean step(Eraser eraser, Tenant tenant) {
            boolean more = eraser.work().test(tenant);
            steps++;
            if (steps == dieAfter) {
                throw new Killed();
            }
            return more;
        }
    }

    private void delete(String name) {
        assertThat(acme.post("/delete_users", "{\"customer_ids\": [\"" + name + "\"]}")
                        .status())
                .isEqualTo(200);
    }

    private static Path folder(Tenant tenant) {
        return server.folder()
                .resolve("index")
                .resolve(tenant.organization().toString())
                .resolve(tenant.customer().toString());
    }

    private String link(Tenant tenant, FileLinks.Form form) {
        long document = server.database()
                .transactions()
                .in(
                        tenant,
                        () -> server.database()
                                .jdbc()
                                .sql("SELECT id FROM library_document WHERE customer_id = ?")
                                .param(tenant.customer().value())
                                .query(Long.class)
                                .single());
        URI link = URI.create(
                server.bean(FileLinks.class).to(tenant, new DocumentId(document), form, Duration.ofHours(1)));
        return link.getRawPath() + "?" + link.getRawQuery();
    }

    private long customers(String name) {
        return server.database()
                .transactions()
                .in(
                        new Scope.Organization(acme.id()),
                        () -> server.database()
                                .jdbc()
                                .sql("SELECT count(*) FROM customer WHERE organization_id = ? AND external_id = ?")
                                .params(acme.id().value(), name)
                                .query(Long.class)
                                .single());
    }
}

package dev.allotrope.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The server, run from its jar on embedded defaults. It keeps its address and its data from one start to the next.
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Installation installation;
    private final Settings settings;
    private ChildProcess process;

    /// What a server is told: where it answers, where it keeps its data and its log, its first API key, the base URL
    /// at which Salesforce is reached, and further environment variables.
    record Settings(
            int port, int managementPort, Path folder, String apiKey, String salesforce, Map<String, String> more) {
        String url() {
            return "http://localhost:" + port;
        }

        String callback() {
            return url() + "/integrations/salesforce";
        }

        Path log() {
            return folder.resolve("server.log");
        }

        Path data() {
            return folder.resolve("data");
        }

        private Map<String, String> environment() {
            Map<String, String> all = new HashMap<>();
            all.put("ALLOTROPE_PORT", Integer.toString(port));
            all.put("ALLOTROPE_MANAGEMENT_PORT", Integer.toString(managementPort));
            all.put("ALLOTROPE_DATA_DIR", data().toString());
            all.put("ALLOTROPE_PUBLIC_URL", url());
            all.put("ALLOTROPE_BOOTSTRAP_API_KEY", apiKey);
            all.put("ALLOTROPE_SALESFORCE_CLIENT_ID", SimulatorProcess.CLIENT_ID);
            all.put("ALLOTROPE_SALESFORCE_CLIENT_SECRET", SimulatorProcess.CLIENT_SECRET);
            all.put("ALLOTROPE_SALESFORCE_ENDPOINT", salesforce);
            all.putAll(more);
            return all;
        }
    }

    private ServerProcess(Installation installation, Settings settings) {
        this.installation = installation;
        this.settings = settings;
        this.process = launch();
    }

    /// Starts a server and returns when it is ready to serve.
    static ServerProcess start(Installation installation, Settings settings) {
        ServerProcess server = new ServerProcess(installation, settings);
        server.awaitHealth();
        return server;
    }

    Settings settings() {
        return settings;
    }

    boolean alive() {
        return process.alive();
    }

    String log() {
        return process.output();
    }

    /// What it has used since it was last started, its database left out.
    Duration processorTime() {
        return process.processorTime();
    }

    /// `kill -9`: nothing is written any more, nothing is closed.
    void kill() {
        process.kill();
    }

    /// Starts it again with the same settings, after [#kill()] or [#close()].
    void restart() {
        process = launch();
        awaitHealth();
    }

    @Override
    public void close() {
        process.stop();
    }

    private ChildProcess launch() {
        return ChildProcess.start(installation.serverCommand(), settings.environment(), settings.log());
    }

    private void awaitHealth() {
        URI health = URI.create(settings.url() + "/health");
        try {
            Await.until("the server's health", START_LIMIT, () -> {
                if (!process.alive()) {
                    throw new IllegalStateException("the server ended while it started");
                }
                return Http.status(health).filter(status -> status == 200).isPresent();
            });
        } catch (IllegalStateException e) {
            process.stop();
            throw new IllegalStateException(e.getMessage() + "; its last words:\n" + process.lastWords(), e);
        }
    }
}

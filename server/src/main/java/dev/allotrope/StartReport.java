package dev.allotrope;

import dev.allotrope.postgres.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/// What a server says once it serves: which it is, where its data is, and where to ask it.
final class StartReport {
    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private final DatabaseSettings database;
    private final Environment environment;

    StartReport(DatabaseSettings database, Environment environment) {
        this.database = database;
        this.environment = environment;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        String api = "http://localhost:" + environment.getProperty("local.server.port");
        LOG.info("Allotrope {} serves", environment.getProperty("spring.application.version", "of this source tree"));
        LOG.info("data: {}", data());
        LOG.info("API: {}", api);
        LOG.info("its description: {}/docs", api);
    }

    private String data() {
        return database.external()
                .map(url -> "PostgreSQL at " + url + ", search index in " + database.folder())
                .orElseGet(() -> database.folder().toString());
    }
}

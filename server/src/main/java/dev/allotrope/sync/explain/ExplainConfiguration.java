package dev.allotrope.sync.explain;

import dev.allotrope.connect.Connections;
import dev.allotrope.library.Documents;
import dev.allotrope.library.audit.Traces;
import dev.allotrope.source.Source;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.sync.ApiBudget;
import dev.allotrope.sync.SyncRuns;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExplainConfiguration {
    @Bean
    Explain explain(
            Connections connections,
            Source source,
            Auditor auditor,
            ApiBudget budget,
            Traces traces,
            Documents documents,
            SyncRuns runs) {
        return new Explain(connections, new Explain.Remote(source, auditor), budget, traces, documents, runs);
    }
}

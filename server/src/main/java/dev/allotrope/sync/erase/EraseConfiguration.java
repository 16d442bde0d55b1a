package dev.allotrope.sync.erase;

import dev.allotrope.job.Jobs;
import dev.allotrope.sync.Upkeep;
import dev.allotrope.tenant.Deletions;
import dev.allotrope.tenant.Eraser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EraseConfiguration {
    @Bean
    Erasing erasing(Deletions deletions, List<Eraser> erasers, Jobs jobs, InstantSource clock) {
        return new Erasing(deletions, erasers, jobs, clock);
    }

    @Bean
    Upkeep unfinishedErasures(Erasing erasing) {
        return new Upkeep("unfinished erasures", Duration.ofMinutes(1), erasing::sweep);
    }
}

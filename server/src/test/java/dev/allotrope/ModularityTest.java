package dev.allotrope;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {
    @Test
    void packages_use_only_what_they_declare() {
        ApplicationModules.of(Allotrope.class).verify();
    }
}

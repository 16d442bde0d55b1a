package dev.allotrope.salesforce.sim.knowledge;

import java.util.Arrays;
import java.util.Optional;

/// The three states of a version; [#wireName] is the picklist value.
public enum PublishStatus {
    DRAFT("Draft"),
    ONLINE("Online"),
    ARCHIVED("Archived");

    private final String wireName;

    PublishStatus(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static Optional<PublishStatus> of(String wireName) {
        return Arrays.stream(values())
                .filter(status -> status.wireName.equalsIgnoreCase(wireName))
                .findFirst();
    }
}

package dev.allotrope.salesforce.sim.knowledge;

import java.util.Arrays;
import java.util.Optional;

/// Where an article shows: internal app, public knowledge base, customers, partners.
public enum Channel {
    APP("App"),
    PKB("Pkb"),
    CSP("Csp"),
    PRM("Prm");

    private final String wireName;

    Channel(String wireName) {
        this.wireName = wireName;
    }

    /// The word in `IsVisibleIn…` and in a corpus line.
    public String wireName() {
        return wireName;
    }

    public static Optional<Channel> of(String wireName) {
        return Arrays.stream(values())
                .filter(channel -> channel.wireName.equalsIgnoreCase(wireName))
                .findFirst();
    }
}

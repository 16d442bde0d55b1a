package dev.allotrope.salesforce.sim.oauth;

import dev.allotrope.salesforce.sim.knowledge.SalesforceId;

/// A user of the org; the same user name is always the same user.
public record SimUser(String id, String username) {

    static final String DEFAULT_NAME = "integration@sim.example";

    private static final int IDS = 1_000_000_000;

    static SimUser named(String username) {
        String name = username.isBlank() ? DEFAULT_NAME : username.trim();
        return new SimUser(SalesforceId.of("005", Math.floorMod(name.hashCode(), IDS) + 1L), name);
    }

    String displayName() {
        int at = username.indexOf('@');
        return at < 0 ? username : username.substring(0, at);
    }
}

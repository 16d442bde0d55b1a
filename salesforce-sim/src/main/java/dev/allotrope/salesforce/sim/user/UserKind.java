package dev.allotrope.salesforce.sim.user;

import dev.allotrope.salesforce.sim.knowledge.Channel;
import java.util.Locale;

/// Employees see every channel, others the online articles of their own.
public enum UserKind {
    EMPLOYEE(Channel.APP, "STANDARD"),
    CUSTOMER(Channel.CSP, "CSP_LITE_PORTAL"),
    PARTNER(Channel.PRM, "POWER_PARTNER"),
    GUEST(Channel.PKB, "GUEST");

    private final Channel channel;
    private final String userType;

    UserKind(Channel channel, String userType) {
        this.channel = channel;
        this.userType = userType;
    }

    /// The channel that the support resources answer unless asked for another.
    public Channel channel() {
        return channel;
    }

    /// The `user_type` of userinfo.
    public String userType() {
        return userType;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.allotrope.carbon.users;

import dev.allotrope.carbon.wire.WireRequest;

/// Switches a feature on or off for the user who asks.
record ModifyUserConfigurationInput(ConfigurationKeys configurationKeyName, Value value) implements WireRequest {
    /// The new state of the feature.
    record Value(boolean enabled) implements WireRequest {}
}

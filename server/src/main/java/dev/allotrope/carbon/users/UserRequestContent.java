package dev.allotrope.carbon.users;

import dev.allotrope.carbon.wire.WireRequest;

/// Names a user by the organization's own id.
record UserRequestContent(String customerId) implements WireRequest {}

package dev.allotrope.carbon.users;

import dev.allotrope.carbon.wire.WireRequest;
import java.util.List;

/// Names the users to delete. Those who are not known are ignored.
record DeleteUsersInput(List<String> customerIds) implements WireRequest {}

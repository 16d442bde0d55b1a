package dev.allotrope.carbon.users;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of users; how many there are for the filter only when that was asked for.
record UserListResponse(
        List<ListUserResponse> users, @Nullable Long count) {}

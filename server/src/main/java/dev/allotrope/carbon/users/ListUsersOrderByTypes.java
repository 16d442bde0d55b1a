package dev.allotrope.carbon.users;

import dev.allotrope.carbon.wire.WireEnum;

/// Orders of users.
public enum ListUsersOrderByTypes implements WireEnum.Lowercase {
    CREATED_AT,
    UPDATED_AT
}

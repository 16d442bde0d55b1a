package dev.allotrope.carbon.files;

import dev.allotrope.carbon.wire.WireEnum;

/// Orders of files.
public enum OrganizationUserFilesToSyncOrderByTypes implements WireEnum.Lowercase {
    CREATED_AT,
    UPDATED_AT,
    NAME,
    LAST_SYNC,
    FILE_SIZE,
    ID
}

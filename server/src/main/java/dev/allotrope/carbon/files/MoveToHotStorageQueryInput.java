package dev.allotrope.carbon.files;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;

/// Asks for the vectors of files to be where they are searched.
record MoveToHotStorageQueryInput(@Default("{}") OrganizationUserFilesToSyncFilters filters) implements WireRequest {}

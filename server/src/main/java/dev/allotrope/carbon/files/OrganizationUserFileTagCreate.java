package dev.allotrope.carbon.files;

import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;

/// Puts tags on a file, over those of the same key.
record OrganizationUserFileTagCreate(long organizationUserFileId, Tags tags) implements WireRequest {}

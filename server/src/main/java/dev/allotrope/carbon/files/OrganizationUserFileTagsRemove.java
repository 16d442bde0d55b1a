package dev.allotrope.carbon.files;

import dev.allotrope.carbon.wire.WireRequest;
import java.util.List;

/// Takes the tags of these keys off a file.
record OrganizationUserFileTagsRemove(long organizationUserFileId, List<String> tags) implements WireRequest {}

package dev.allotrope.carbon.files;

import java.util.List;

/// One page of files, and how many there are for the filter.
record UserFilesV2(List<UserFile> results, long count) {}

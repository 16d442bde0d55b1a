package dev.allotrope.carbon.runs;

import java.util.List;

/// A page of runs, newest first; `count` is how many there are in all.
record SyncRunsResponse(List<SyncRunResponse> results, long count) {}

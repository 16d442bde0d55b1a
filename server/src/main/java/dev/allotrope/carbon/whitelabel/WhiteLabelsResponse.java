package dev.allotrope.carbon.whitelabel;

import java.util.List;

/// One page of white labels, and how many there are for the filter.
record WhiteLabelsResponse(List<WhiteLabelResponse> results, long count) {}

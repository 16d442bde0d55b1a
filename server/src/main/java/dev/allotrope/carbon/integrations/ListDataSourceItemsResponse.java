package dev.allotrope.carbon.integrations;

import java.util.List;

/// One page of items, and how many there are for the filter.
record ListDataSourceItemsResponse(List<ExternalSourceItem> items, long count) {}

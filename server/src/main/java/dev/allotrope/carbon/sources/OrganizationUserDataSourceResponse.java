package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.contract.source.OrganizationUserDataSourceAPI;
import java.util.List;

/// One page of data sources, and how many there are for the filter.
record OrganizationUserDataSourceResponse(List<OrganizationUserDataSourceAPI> results, long count) {}

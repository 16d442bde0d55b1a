package dev.allotrope.salesforce.sim.soql;

import java.util.List;

/// One condition of WITH DATA CATEGORY, names without their `__c`.
public record DataCategoryFilter(String group, Selector selector, List<String> categories) {

    public enum Selector {
        AT,
        ABOVE,
        BELOW,
        ABOVE_OR_BELOW
    }
}

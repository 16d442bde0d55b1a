package dev.allotrope.carbon.settings;

import dev.allotrope.source.settings.SourceScope;

/// Which data categories are meant by one, in the words of SOQL.
public enum CategoryOperators {
    AT,
    BELOW,
    ABOVE,
    ABOVE_OR_BELOW;

    SourceScope.Operator operator() {
        return SourceScope.Operator.valueOf(name());
    }

    static CategoryOperators of(SourceScope.Operator operator) {
        return valueOf(operator.name());
    }
}

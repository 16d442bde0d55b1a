package dev.allotrope.salesforce.sim.soql;

import java.math.BigDecimal;
import java.time.Instant;

/// A value as written in a statement.
public sealed interface Literal {

    record Text(String value) implements Literal {}

    record Numeric(BigDecimal value) implements Literal {}

    record Flag(boolean value) implements Literal {}

    record DateTime(Instant value) implements Literal {}

    record Null() implements Literal {}
}

package dev.allotrope.salesforce.sim.soql;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// Recursive descent over the tokens of one statement.
final class SoqlParser {

    private static final int MAX_STATEMENT = 100_000;
    private static final int MAX_OFFSET = 2_000;
    private static final Set<String> FUNCTIONS = Set.of("COUNT", "MAX", "MIN");
    private static final Set<String> RESERVED = Set.of(
            "SELECT", "FROM", "WHERE", "WITH", "GROUP", "ORDER", "LIMIT", "OFFSET", "AND", "OR", "NOT", "IN", "LIKE");
    private static final DateTimeFormatter COMPACT_OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]XX");

    private final String statement;
    private final List<Token> tokens;
    private int at;

    SoqlParser(String statement) {
        if (statement.length() > MAX_STATEMENT) {
            throw new SoqlException("QUERY_TOO_COMPLICATED", "SOQL statement is too long");
        }
        this.statement = statement;
        this.tokens = new SoqlLexer(statement).tokens();
    }

    Soql parse() {
        expect("SELECT");
        List<Selected> selected = list(this::selected);
        expect("FROM");
        FieldName from = name();
        Condition where = accept("WHERE") ? condition() : null;
        List<DataCategoryFilter> categories = categories();
        List<FieldName> groups = groups();
        List<Soql.Order> orders = orders();
        int limit = accept("LIMIT") ? integer() : -1;
        int offset = accept("OFFSET") ? integer() : 0;
        if (offset > MAX_OFFSET) {
            throw new SoqlException("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is " + MAX_OFFSET);
        }
        if (peek().kind() != Token.Kind.END) {
            throw unexpected(peek());
        }
        return new Soql(statement, selected, from, where, categories, groups, orders, limit, offset);
    }

    private Selected selected() {
        if (peek().is("(")) {
            return children();
        }
        if (FUNCTIONS.contains(peek().text().toUpperCase(Locale.ROOT))
                && tokens.get(at + 1).is("(")) {
            return aggregate();
        }
        return new Selected.Field(name());
    }

    private Selected children() {
        expect("(");
        expect("SELECT");
        List<FieldName> fields = list(this::name);
        expect("FROM");
        FieldName relationship = name();
        expect(")");
        return new Selected.Children(relationship, fields);
    }

    private Selected aggregate() {
        Selected.Function function = Selected.Function.valueOf(next().text().toUpperCase(Locale.ROOT));
        expect("(");
        FieldName field = peek().is(")") && function == Selected.Function.COUNT ? null : name();
        expect(")");
        boolean named = peek().kind() == Token.Kind.WORD && !peek().is("FROM");
        return new Selected.Aggregate(function, field, named ? name().path() : null);
    }

    /// AND and OR of one level must not mix: `a AND b OR c` is refused, as Salesforce refuses it.
    private Condition condition() {
        Condition first = term();
        if (peek().is("AND")) {
            return new Condition.And(chain(first, "AND"));
        }
        return peek().is("OR") ? new Condition.Or(chain(first, "OR")) : first;
    }

    private List<Condition> chain(Condition first, String word) {
        List<Condition> all = new ArrayList<>(List.of(first));
        while (accept(word)) {
            all.add(term());
        }
        if (peek().is("AND") || peek().is("OR")) {
            throw unexpected(peek());
        }
        return all;
    }

    private Condition term() {
        if (accept("NOT")) {
            return new Condition.Not(term());
        }
        if (accept("(")) {
            Condition inner = condition();
            expect(")");
            return inner;
        }
        return comparison();
    }

    private Condition comparison() {
        FieldName field = name();
        Operator operator = operator();
        boolean many = operator == Operator.IN || operator == Operator.NOT_IN;
        if (many && peek().is("(") && tokens.get(at + 1).is("SELECT")) {
            return new Condition.SemiJoin(field, operator == Operator.NOT_IN, inner());
        }
        return new Condition.Compare(field, operator, many ? literals() : List.of(literal()));
    }

    private Soql inner() {
        expect("(");
        expect("SELECT");
        List<Selected> selected = list(() -> new Selected.Field(name()));
        expect("FROM");
        FieldName from = name();
        Condition where = accept("WHERE") ? condition() : null;
        expect(")");
        return new Soql(statement, selected, from, where, List.of(), List.of(), List.of(), -1, 0);
    }

    private Operator operator() {
        Token token = next();
        return switch (token.text().toUpperCase(Locale.ROOT)) {
            case "=" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.NOT_EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            case "LIKE" -> Operator.LIKE;
            case "IN" -> Operator.IN;
            case "NOT" -> {
                expect("IN");
                yield Operator.NOT_IN;
            }
            default -> throw unexpected(token);
        };
    }

    private List<Literal> literals() {
        expect("(");
        List<Literal> all = list(this::literal);
        expect(")");
        return all;
    }

    private Literal literal() {
        Token token = next();
        return switch (token.kind()) {
            case STRING -> new Literal.Text(token.text());
            case NUMBER -> new Literal.Numeric(new BigDecimal(token.text()));
            case DATE_TIME -> new Literal.DateTime(dateTime(token));
            case WORD -> wordLiteral(token);
            case SYMBOL, END -> throw unexpected(token);
        };
    }

    private Literal wordLiteral(Token token) {
        return switch (token.text().toLowerCase(Locale.ROOT)) {
            case "true" -> new Literal.Flag(true);
            case "false" -> new Literal.Flag(false);
            case "null" -> new Literal.Null();
            default -> throw unexpected(token);
        };
    }

    private Instant dateTime(Token token) {
        try {
            boolean compact = token.text().matches(".*[+-]\\d{4}");
            return compact
                    ? OffsetDateTime.parse(token.text(), COMPACT_OFFSET).toInstant()
                    : OffsetDateTime.parse(token.text()).toInstant();
        } catch (DateTimeException e) {
            throw SoqlException.at("MALFORMED_QUERY", statement, token.position(), "Invalid date: " + token.text());
        }
    }

    private List<DataCategoryFilter> categories() {
        List<DataCategoryFilter> all = new ArrayList<>();
        if (!accept("WITH")) {
            return all;
        }
        expect("DATA");
        expect("CATEGORY");
        do {
            all.add(category());
        } while (accept("AND"));
        return all;
    }

    private DataCategoryFilter category() {
        String group = categoryName();
        Token word = next();
        DataCategoryFilter.Selector selector;
        try {
            selector = DataCategoryFilter.Selector.valueOf(word.text().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw unexpected(word);
        }
        if (!accept("(")) {
            return new DataCategoryFilter(group, selector, List.of(categoryName()));
        }
        List<String> names = list(this::categoryName);
        expect(")");
        return new DataCategoryFilter(group, selector, names);
    }

    private String categoryName() {
        FieldName name = name();
        if (!name.path().endsWith("__c")) {
            throw SoqlException.at(
                    "MALFORMED_QUERY", statement, name.position(), "Invalid data category name: " + name.path());
        }
        return name.path().substring(0, name.path().length() - "__c".length());
    }

    private List<FieldName> groups() {
        if (!accept("GROUP")) {
            return List.of();
        }
        expect("BY");
        return list(this::name);
    }

    private List<Soql.Order> orders() {
        if (!accept("ORDER")) {
            return List.of();
        }
        expect("BY");
        return list(() -> {
            FieldName field = name();
            boolean descending = accept("DESC");
            if (!descending) {
                accept("ASC");
            }
            if (accept("NULLS") && !accept("FIRST")) {
                expect("LAST");
            }
            return new Soql.Order(field, descending);
        });
    }

    private int integer() {
        Token token = next();
        if (token.kind() != Token.Kind.NUMBER || !token.text().matches("\\d{1,9}")) {
            throw unexpected(token);
        }
        return Integer.parseInt(token.text());
    }

    private <T> List<T> list(Supplier<T> item) {
        List<T> all = new ArrayList<>();
        do {
            all.add(item.get());
        } while (accept(","));
        return all;
    }

    private FieldName name() {
        Token token = next();
        if (token.kind() != Token.Kind.WORD || RESERVED.contains(token.text().toUpperCase(Locale.ROOT))) {
            throw unexpected(token);
        }
        return new FieldName(token.text(), token.position());
    }

    private boolean accept(String word) {
        if (peek().is(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        Token token = next();
        if (!token.is(word)) {
            throw unexpected(token);
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private SoqlException unexpected(Token found) {
        return SoqlException.at(
                "MALFORMED_QUERY", statement, found.position(), "unexpected token: '" + found.text() + "'");
    }
}

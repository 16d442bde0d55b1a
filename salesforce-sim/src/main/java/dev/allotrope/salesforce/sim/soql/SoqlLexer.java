package dev.allotrope.salesforce.sim.soql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a statement into tokens.
final class SoqlLexer {

    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?(?![\\w-])");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][\\w.]*");
    private static final Pattern SYMBOL = Pattern.compile("<=|>=|!=|<>|[(),=<>]");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    SoqlLexer(String text) {
        this.text = text;
    }

    List<Token> tokens() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '\'') {
                string();
            } else if (!take(DATE_TIME, Token.Kind.DATE_TIME)
                    && !take(NUMBER, Token.Kind.NUMBER)
                    && !take(WORD, Token.Kind.WORD)
                    && !take(SYMBOL, Token.Kind.SYMBOL)) {
                throw SoqlException.at("MALFORMED_QUERY", text, at, "unexpected token: '" + c + "'");
            }
        }
        tokens.add(new Token(Token.Kind.END, "<EOF>", text.length()));
        return tokens;
    }

    private boolean take(Pattern pattern, Token.Kind kind) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        tokens.add(new Token(kind, matcher.group(), at));
        at = matcher.end();
        return true;
    }

    private void string() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\'') {
            value.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
            at++;
        }
        if (at >= text.length()) {
            throw SoqlException.at(
                    "MALFORMED_QUERY", text, start, "Bind variables only allowed in Apex code: unterminated string");
        }
        at++;
        tokens.add(new Token(Token.Kind.STRING, value.toString(), start));
    }

    private char escaped() {
        at++;
        char c = at < text.length() ? text.charAt(at) : ' ';
        return switch (c) {
            case 'n', 'N' -> '\n';
            case 'r', 'R' -> '\r';
            case 't', 'T' -> '\t';
            case 'b', 'B' -> '\b';
            case 'f', 'F' -> '\f';
            case '"', '\'', '\\', '_', '%' -> c;
            default ->
                throw SoqlException.at(
                        "MALFORMED_QUERY",
                        text,
                        Math.min(at, text.length() - 1),
                        "invalid escape sequence '\\" + c + "'");
        };
    }
}

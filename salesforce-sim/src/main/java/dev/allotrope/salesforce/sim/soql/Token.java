package dev.allotrope.salesforce.sim.soql;

/// A piece of a statement; `text` of a string is unescaped and without quotes.
record Token(Kind kind, String text, int position) {

    enum Kind {
        WORD,
        STRING,
        NUMBER,
        DATE_TIME,
        SYMBOL,
        END
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
    }
}

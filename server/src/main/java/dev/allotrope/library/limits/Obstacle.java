package dev.allotrope.library.limits;

import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.Limits;

/// What stands in the way of more.
public sealed interface Obstacle {
    /// How it is remembered; see [#named].
    String name();

    /// What whoever asked for more is told.
    String reason();

    /// Whether the customer is at an end with a limit, and not one document alone.
    boolean ofCustomer();

    /// A limit, and how much it allows.
    record Full(Limit limit, long most) implements Obstacle {
        @Override
        public String name() {
            return limit.name();
        }

        @Override
        public String reason() {
            if (most == Limits.UNLIMITED) {
                return "a limit held it back that holds no more";
            }
            return switch (limit) {
                case DOCUMENTS -> "the limit of " + most + " files is reached";
                case DOCUMENTS_PER_UPLOAD -> "the limit of " + most + " files in one upload is reached";
                case CHARACTERS -> "the limit of " + most + " characters in all files is reached";
                case CHARACTERS_PER_DOCUMENT -> "it has more than the " + most + " characters that one file may have";
                case CHARACTERS_PER_UPLOAD -> "the limit of " + most + " characters in one upload is reached";
            };
        }

        @Override
        public boolean ofCustomer() {
            return limit != Limit.CHARACTERS_PER_DOCUMENT;
        }
    }

    /// A format that the organization does not want, in upper case.
    record Format(String format) implements Obstacle {
        /// Begins the names of formats, and of nothing else.
        public static final String NAME = "FORMAT:";

        @Override
        public String name() {
            return NAME + format;
        }

        @Override
        public String reason() {
            return "the format " + format + " is not allowed";
        }

        @Override
        public boolean ofCustomer() {
            return false;
        }
    }

    /// The obstacle of that name, as high as it is by now.
    static Obstacle named(String name, Limits limits) {
        if (name.startsWith(Format.NAME)) {
            return new Format(name.substring(Format.NAME.length()));
        }
        Limit limit = Limit.valueOf(name);
        return new Full(limit, limits.of(limit));
    }
}

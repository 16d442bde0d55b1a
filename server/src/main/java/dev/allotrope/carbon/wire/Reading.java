package dev.allotrope.carbon.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// The outcome of reading one JSON value as one type, as lax as pydantic: numbers and booleans may be texts.
sealed interface Reading {
    /// Longer texts are no numbers.
    int MAX_NUMBER_LENGTH = 40;

    record Value(Object value) implements Reading {}

    /// `below` leads from the value to the part that is wrong.
    record Wrong(List<Object> below, String msg, String type) implements Reading {}

    static Wrong wrong(String msg, String type) {
        return new Wrong(List.of(), msg, type);
    }

    static Reading text(JsonNode node) {
        if (!node.isString()) {
            return wrong("Input should be a valid string", "string_type");
        }
        return storable(node.stringValue())
                ? new Value(node.stringValue())
                : wrong("Input should be a valid string, without NUL and unpaired surrogates", "string_unicode");
    }

    /// Whether a database can hold the text.
    static boolean storable(String text) {
        return text.codePoints().allMatch(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
    }

    static Reading int32(JsonNode node) {
        Reading reading = int64(node);
        if (reading instanceof Value(Long value) && value.intValue() != value) {
            return tooLong();
        }
        return reading instanceof Value(Long value) ? new Value(value.intValue()) : reading;
    }

    static Reading int64(JsonNode node) {
        if (!node.isNumber() && !node.isString()) {
            return wrong("Input should be a valid integer", "int_type");
        }
        try {
            return new Value(decimal(node).longValueExact());
        } catch (NumberFormatException e) {
            return wrong("Input should be a valid integer, unable to parse string as an integer", "int_parsing");
        } catch (ArithmeticException e) {
            return whole(node)
                    ? tooLong()
                    : wrong("Input should be a valid integer, got a number with a fractional part", "int_from_float");
        }
    }

    private static Wrong tooLong() {
        return wrong("Unable to parse input as an integer, exceeded maximum size", "int_parsing_size");
    }

    private static boolean whole(JsonNode node) {
        return node.isIntegralNumber() || node.isString() && !node.stringValue().contains(".");
    }

    static Reading number(JsonNode node) {
        if (!node.isNumber() && !node.isString()) {
            return wrong("Input should be a valid number", "float_type");
        }
        try {
            double value = decimal(node).doubleValue();
            return Double.isFinite(value)
                    ? new Value(value)
                    : wrong("Input should be a finite number", "finite_number");
        } catch (NumberFormatException e) {
            return wrong("Input should be a valid number, unable to parse string as a number", "float_parsing");
        }
    }

    /// A list of numbers as what a vector is made of; one that is out of its range is not finite.
    static Reading floats(JsonNode node) {
        if (!node.isArray()) {
            return wrong("Input should be a valid list", "list_type");
        }
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            switch (number(node.get(i))) {
                case Value(Object value) -> values[i] = ((Double) value).floatValue();
                case Wrong(List<Object> _, String msg, String type) -> {
                    return new Wrong(List.of(i), msg, type);
                }
            }
            if (!Float.isFinite(values[i])) {
                return new Wrong(List.of(i), "Input should be a finite number", "finite_number");
            }
        }
        return new Value(values);
    }

    private static BigDecimal decimal(JsonNode node) {
        String digits = node.isString() ? node.stringValue().strip() : node.asString();
        if (digits.length() > MAX_NUMBER_LENGTH) {
            throw new NumberFormatException("longer than " + MAX_NUMBER_LENGTH);
        }
        BigDecimal decimal = new BigDecimal(digits);
        if (Math.abs((long) decimal.scale()) > 400) {
            throw new NumberFormatException("exponent out of range");
        }
        return decimal;
    }

    static Reading bool(JsonNode node) {
        if (node.isBoolean()) {
            return new Value(node.booleanValue());
        }
        String text = node.isString() || node.isNumber() ? node.asString().toLowerCase(Locale.ROOT) : "";
        return switch (text) {
            case "1", "true", "t", "yes", "y", "on" -> new Value(true);
            case "0", "false", "f", "no", "n", "off" -> new Value(false);
            default -> wrong("Input should be a valid boolean, unable to interpret input", "bool_parsing");
        };
    }

    static Reading constant(JsonNode node, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (node.isString() && WireEnum.text((Enum<?>) constant).equals(node.stringValue())) {
                return new Value(constant);
            }
        }
        String meant = Spelling.nearest(node.asString(""), WireEnum.texts(type))
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        return wrong("Input should be " + WireEnum.choices(type) + meant, "enum");
    }
}

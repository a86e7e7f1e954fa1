package dev.alize.config.yaml;

import java.util.LinkedHashMap;
import java.util.Map;

/** Whole numbers within bounds. */
record WholeFormat(int min, int max) implements Format<Integer> {
    @Override
    public Integer parse(Scalar scalar) throws Misfit {
        if (scalar.kind() != Scalar.Kind.WHOLE) {
            throw scalar.misfit(expected());
        }
        try {
            int number = Integer.parseInt(scalar.text());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Octal, hexadecimal or far too large: all refused below.
        }
        throw scalar.misfit(expected());
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", min);
        if (max < Integer.MAX_VALUE) {
            schema.put("maximum", max);
        }
        return schema;
    }

    @Override
    public String expected() {
        return max == Integer.MAX_VALUE
                ? "a whole number of at least " + min
                : "a whole number from " + min + " to " + max;
    }
}

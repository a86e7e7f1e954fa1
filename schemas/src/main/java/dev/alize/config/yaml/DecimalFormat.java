package dev.alize.config.yaml;

import java.util.LinkedHashMap;
import java.util.Map;

/** Finite numbers within bounds. */
record DecimalFormat(double min, boolean minAllowed, double max) implements Format<Double> {
    @Override
    public Double parse(Scalar scalar) throws Misfit {
        if (scalar.kind() != Scalar.Kind.WHOLE && scalar.kind() != Scalar.Kind.DECIMAL) {
            throw scalar.misfit(expected());
        }
        try {
            double number = Double.parseDouble(scalar.text());
            if (Double.isFinite(number) && number <= max && (number > min || minAllowed && number == min)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // YAML's .inf and .nan: refused below.
        }
        throw scalar.misfit(expected());
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "number");
        schema.put(minAllowed ? "minimum" : "exclusiveMinimum", min);
        if (max < Double.MAX_VALUE) {
            schema.put("maximum", max);
        }
        return schema;
    }

    @Override
    public String expected() {
        return max < Double.MAX_VALUE
                ? "a number from " + (long) min + " to " + (long) max
                : "a number " + (minAllowed ? "of at least " : "above ") + (long) min;
    }
}

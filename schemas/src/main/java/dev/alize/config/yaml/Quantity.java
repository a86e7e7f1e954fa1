package dev.alize.config.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole number with a unit. */
final class Quantity {
    private static final Pattern WITH_UNIT = Pattern.compile("(\\d+) ?([A-Za-z]+)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d_.]+");

    private Quantity() {}

    /** Alternating names and sizes, smallest first. */
    static Map<String, Long> units(Object... namesAndSizes) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            units.put((String) namesAndSizes[i], (Long) namesAndSizes[i + 1]);
        }
        return units;
    }

    /** The quantity in the smallest unit. */
    static long parse(Scalar scalar, Map<String, Long> units, String usual) throws Misfit {
        Matcher matcher = WITH_UNIT.matcher(scalar.text());
        if (NUMBER.matcher(scalar.text()).matches()) {
            throw new Misfit(scalar.quoted() + " has no unit; write e.g. '" + example(scalar.text()) + usual + "'");
        } else if (!matcher.matches()) {
            throw scalar.misfit("a whole number with a unit (" + String.join(", ", units.keySet()) + ")");
        }
        Long unit = units.get(matcher.group(2));
        if (unit == null) {
            throw new Misfit(scalar.quoted() + " has the unknown unit '" + matcher.group(2) + "'; known units: "
                    + String.join(", ", units.keySet()));
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException | NumberFormatException e) {
            throw scalar.misfit("a smaller number");
        }
    }

    /** Says nothing of the bounds, which JSON Schema cannot. */
    static Map<String, Object> schema(Map<String, Long> units) {
        return Map.of("type", "string", "pattern", "^[0-9]+ ?(" + String.join("|", units.keySet()) + ")$");
    }

    private static String example(String number) {
        return number.matches("\\d{1,6}") ? number : "90";
    }

    /** With the largest unit that divides it. */
    static String write(long quantity, Map<String, Long> units) {
        String text = "0";
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (quantity % unit.getValue() == 0) {
                text = quantity / unit.getValue() + unit.getKey();
            }
        }
        return quantity == 0 ? "0" + units.keySet().iterator().next() : text;
    }
}

package dev.alize.config.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The formats that a value can have. */
public final class Formats {
    private Formats() {}

    /** Text that is not blank. */
    public static Format<String> text() {
        return new TextFormat("text", text -> !text.isBlank());
    }

    /** Text that passes a rule, which the description names. */
    public static Format<String> text(String expected, Predicate<String> rule) {
        return new TextFormat(expected, rule);
    }

    /** A single value as it is written, whether YAML takes it for text, a number or a flag. */
    public static Format<String> raw() {
        return new RawFormat();
    }

    public static Format<Boolean> flag() {
        return new FlagFormat();
    }

    /** A whole number from min to max. */
    public static Format<Integer> whole(int min, int max) {
        return new WholeFormat(min, max);
    }

    /** A finite number of at least min, or above it. */
    public static Format<Double> decimal(double min, boolean minAllowed) {
        return new DecimalFormat(min, minAllowed, Double.MAX_VALUE);
    }

    /** A number from min to max. */
    public static Format<Double> decimal(double min, double max) {
        return new DecimalFormat(min, true, max);
    }

    /** A duration from min to max, written with a unit (ms, s, m, h, d). */
    public static Format<Duration> duration(Duration min, Duration max) {
        return new DurationFormat(min, max);
    }

    /** A number of bytes from min to max, written with a unit (B, KiB, MiB, GiB). */
    public static Format<Long> size(long min, long max) {
        return new SizeFormat(min, max);
    }

    /** A date or an instant in UTC. */
    public static Format<Instant> moment() {
        return new MomentFormat();
    }

    /** One of a few words. */
    public static <E> Format<E> oneOf(Map<String, E> words) {
        return new ChoiceFormat<>(words);
    }

    record TextFormat(String expected, Predicate<String> rule) implements Format<String> {
        @Override
        public String parse(Scalar scalar) throws Misfit {
            if (scalar.kind() != Scalar.Kind.TEXT) {
                boolean quotable = scalar.isNumberOrFlag() && rule.test(scalar.text());
                throw scalar.misfit(expected + (quotable ? " (put it in quotes)" : ""));
            }
            if (!rule.test(scalar.text())) {
                throw scalar.misfit(expected);
            }
            return scalar.text();
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "string", "pattern", "\\S");
        }
    }

    record RawFormat() implements Format<String> {
        @Override
        public String parse(Scalar scalar) throws Misfit {
            return switch (scalar.kind()) {
                case TEXT, WHOLE, DECIMAL, FLAG -> scalar.text();
                case NOTHING, VARIABLE, TAGGED ->
                    throw new Misfit("got " + scalar.kind().words() + ", expected " + expected());
            };
        }

        @Override
        public String expected() {
            return "a single value";
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", List.of("string", "number", "boolean"));
        }
    }

    record FlagFormat() implements Format<Boolean> {
        @Override
        public Boolean parse(Scalar scalar) throws Misfit {
            if (scalar.kind() != Scalar.Kind.FLAG) {
                throw scalar.misfit(expected());
            }
            return Boolean.parseBoolean(scalar.text());
        }

        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "boolean");
        }
    }

    record ChoiceFormat<E>(Map<String, E> words) implements Format<E> {
        @Override
        public E parse(Scalar scalar) throws Misfit {
            E chosen = words.get(scalar.text());
            if (chosen == null) {
                Optional<String> meant = Suggestion.of(scalar.text(), words.keySet());
                String hint =
                        meant.map(word -> "; did you mean '" + word + "'?").orElse("");
                throw new Misfit(scalar.misfit(expected()).getMessage() + hint);
            }
            return chosen;
        }

        /** A word that YAML takes for a number is one without quotes. */
        @Override
        public Map<String, Object> schema() {
            List<Object> values = new ArrayList<>(words.keySet());
            words.keySet().stream()
                    .filter(word -> word.matches("[0-9]+([.][0-9]+)?"))
                    .forEach(word -> values.add(new BigDecimal(word)));
            return Map.of("enum", values);
        }

        @Override
        public String expected() {
            return words.size() == 1
                    ? "'" + words.keySet().iterator().next() + "'"
                    : "one of " + String.join(", ", words.keySet());
        }
    }
}

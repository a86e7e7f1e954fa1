package dev.alize.policies.quality;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.alize.policies.text.LanguageCodes;
import dev.alize.policies.text.Languages;
import dev.alize.policies.text.Prose;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Makes of an assertion what carries it out. */
final class Checks {
    private static final double USUAL_REPETITION = 0.5;
    private static final double USUAL_SIMILARITY = 0.8;
    private static final Set<String> USUAL_REASONS = Set.of("stop", "tool_calls");

    /** How sure the detector must be of another language, and characters below which it is not asked. */
    private static final double SURE = 0.7;

    private static final int ENOUGH = 20;

    private Checks() {}

    /** Carries out one assertion. */
    interface Check {
        /** From 0, it fails, to 1, it holds. */
        double score(Choice choice);

        /** One that holds or fails. */
        static Check ofText(Predicate<String> holds) {
            return choice -> holds.test(choice.text()) ? 1 : 0;
        }
    }

    static Check of(AssertionType type, List<String> values) throws UnusableValueException {
        return switch (type) {
            case IS_JSON -> Check.ofText(Schema::isJson);
            case JSON_SCHEMA -> Check.ofText(Schema.of(values.getFirst())::fits);
            case CONTAINS -> choice -> share(choice.text(), values);
            case NOT_CONTAINS -> Check.ofText(text -> values.stream().noneMatch(text::contains));
            case REGEX -> regex(values.getFirst());
            case MIN_LENGTH -> {
                int least = length(values.getFirst());
                yield Check.ofText(text -> text.codePointCount(0, text.length()) >= least);
            }
            case MAX_LENGTH -> {
                int most = length(values.getFirst());
                yield Check.ofText(text -> text.codePointCount(0, text.length()) <= most);
            }
            case LANGUAGE -> language(values);
            case NO_REFUSAL -> Check.ofText(text -> !Refusal.begins(text));
            case NO_REPETITION -> {
                double most = share(values, USUAL_REPETITION);
                yield Check.ofText(text -> Repetition.of(text) <= most);
            }
            case FINISH_REASON -> {
                Set<String> allowed = values.isEmpty() ? USUAL_REASONS : Set.copyOf(new HashSet<>(values));
                yield choice -> {
                    String reason = choice.finishReason();
                    return reason != null && allowed.contains(reason) ? 1 : 0;
                };
            }
            case SIMILARITY_TO_PROMPT -> {
                double most = share(values, USUAL_SIMILARITY);
                yield choice -> choice.prompt().get().shareOf(choice.text()) <= most ? 1 : 0;
            }
        };
    }

    private static double share(String text, List<String> values) {
        return (double) values.stream().filter(text::contains).count() / values.size();
    }

    private static Check regex(String value) throws UnusableValueException {
        try {
            Pattern pattern = Pattern.compile(value);
            return Check.ofText(text -> pattern.matcher(text).find());
        } catch (PatternSyntaxException e) {
            throw new UnusableValueException("is no regular expression of RE2: " + e.getDescription());
        }
    }

    /** A text whose language cannot be told passes. */
    private static Check language(List<String> values) throws UnusableValueException {
        Set<String> allowed = new HashSet<>();
        for (String value : values) {
            if (!LanguageCodes.isKnown(value)) {
                throw new UnusableValueException("got '" + value + "', expected codes of ISO 639-1 such as en");
            }
            allowed.add(LanguageCodes.usual(value));
        }
        return Check.ofText(text -> {
            String prose = Prose.of(text);
            return prose.length() < ENOUGH
                    || Languages.shared()
                            .guess(prose)
                            .filter(guess -> guess.confidence() >= SURE)
                            .filter(guess -> !allowed.contains(guess.language()))
                            .isEmpty();
        });
    }

    private static int length(String value) throws UnusableValueException {
        try {
            int length = Integer.parseInt(value);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new UnusableValueException("got '" + value + "', expected a number of characters");
    }

    private static double share(List<String> values, double otherwise) throws UnusableValueException {
        if (values.isEmpty()) {
            return otherwise;
        }
        try {
            double share = Double.parseDouble(values.getFirst());
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new UnusableValueException("got '" + values.getFirst() + "', expected a share from 0 to 1");
    }
}

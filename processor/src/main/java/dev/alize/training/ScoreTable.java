package dev.alize.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an evaluation as one table.
 *
 * @param date of the evaluation
 * @param data the directory whose rows were judged, as it was given
 * @param scores in the order in which they are shown
 */
public record ScoreTable(LocalDate date, String data, List<Score> scores) {
    /** Of these less is better. */
    private static final Set<String> ERRORS = Set.of("false-positives");

    public ScoreTable {
        scores = List.copyOf(scores);
    }

    /** Whether a score meets its bar; null where there is none. */
    static @Nullable Boolean met(Score score) {
        if (score.bar() == null) {
            return null;
        }
        boolean fewer = ERRORS.stream().anyMatch(metric -> score.metric().startsWith(metric));
        return fewer ? score.value() <= score.bar() : score.value() >= score.bar();
    }

    public long missed() {
        return scores.stream().filter(score -> Boolean.FALSE.equals(met(score))).count();
    }

    /** As a table for documents. */
    public String markdown() {
        StringBuilder table = new StringBuilder("Measured on %s, rows of `%s`; %d bars met, %d missed.%n%n"
                .formatted(date, data, judged() - missed(), missed()));
        table.append("| subject | split | source | language | metric | value | rows | bar | |\n");
        table.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        scores.forEach(score -> table.append(row(score)));
        return table.toString();
    }

    private long judged() {
        return scores.stream().filter(score -> score.bar() != null).count();
    }

    private static String row(Score score) {
        Boolean met = met(score);
        String bar = score.bar() == null ? "" : number(score.bar());
        return "| %s | %s | %s | %s | %s | %s | %d | %s | %s |%n"
                .formatted(
                        score.subject(),
                        score.split(),
                        score.source(),
                        score.language(),
                        score.metric(),
                        number(score.value()),
                        score.n(),
                        bar,
                        met == null ? "" : met ? "met" : "**missed**");
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** For programs. */
    public String json() {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("date", date.toString())
                .put("data", data)
                .put("bars_missed", missed());
        ArrayNode list = root.putArray("scores");
        ObjectMapper mapper = new ObjectMapper();
        for (Score score : scores) {
            Boolean met = met(score);
            list.addObject()
                    .put("subject", score.subject())
                    .put("split", score.split())
                    .put("source", score.source())
                    .put("language", score.language())
                    .put("metric", score.metric())
                    .put("value", Double.isNaN(score.value()) ? null : Double.valueOf(score.value()))
                    .put("rows", score.n())
                    .put("bar", score.bar())
                    .put("met", met);
        }
        return mapper.valueToTree(root).toPrettyString() + "\n";
    }
}

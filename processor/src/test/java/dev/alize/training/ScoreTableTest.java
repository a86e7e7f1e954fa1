package dev.alize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.policies.Policy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void marksBarsMetAndMissed() throws JsonProcessingException {
        ScoreTable table = new ScoreTable(
                LocalDate.of(2026, 11, 21),
                "data",
                List.of(
                        score("f1", 0.7, 0.75),
                        score("false-positives", 0.01, 0.01),
                        score("recall", 0.5, null),
                        score("roc-auc", Double.NaN, null)));

        assertThat(table.markdown().lines())
                .startsWith("Measured on 2026-11-21, rows of `data`; 1 bars met, 1 missed.")
                .contains(
                        "| s | shipped | x | all | f1 | 0.700 | 10 | 0.750 | **missed** |",
                        "| s | shipped | x | all | false-positives | 0.010 | 10 | 0.010 | met |",
                        "| s | shipped | x | all | recall | 0.500 | 10 |  |  |",
                        "| s | shipped | x | all | roc-auc | – | 10 |  |  |");
        assertThat(JSON.readTree(table.json()).at("/scores/0/met").booleanValue())
                .isFalse();
        assertThat(JSON.readTree(table.json()).at("/scores/3/value").isNull()).isTrue();
    }

    @Test
    void measuresTheAreaUnderTheCurve() {
        assertThat(Curve.area(List.of(point(0.1, false), point(0.9, true)))).isEqualTo(1);
        assertThat(Curve.area(List.of(point(0.5, false), point(0.5, true)))).isEqualTo(0.5);
        assertThat(Curve.area(List.of(point(0.1, false), point(0.4, true), point(0.35, false), point(0.8, true))))
                .isEqualTo(1);
        assertThat(Curve.area(List.of(point(0.1, true), point(0.2, false), point(0.3, true))))
                .isCloseTo(0.5, within(1e-9));
        assertThat(Curve.area(List.of(point(0.1, true)))).isNaN();
    }

    @Test
    void measuresVerdictsBySourceAndLanguage() throws JsonProcessingException {
        Data data = data("injection", """
                {"id": "1", "text": "bad", "label": "injection", "lang": "en", "source": "a"}""", """
                {"id": "2", "text": "good", "label": "benign", "lang": "en", "source": "a"}""", """
                {"id": "3", "text": "bad", "label": "benign", "lang": "de", "source": "a"}""", """
                {"id": "4", "text": "bad", "label": "offensive", "lang": "de", "source": "a"}""");

        List<Score> scores = new VerdictEvaluation("injection", new Finds("bad")).run(data);

        assertThat(scores)
                .contains(
                        new Score("injection", "shipped", "a", "all", "recall", 1, 1, null),
                        new Score("injection", "shipped", "a", "all", "false-positives", 0.5, 2, null),
                        new Score("injection", "shipped", "a", "de", "false-positives", 1, 1, null),
                        new Score("injection", "shipped", "all", "all", "roc-auc", 0.75, 3, null));
    }

    private static Data data(String subject, String... lines) throws JsonProcessingException {
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            rows.add(Row.of(JSON.readTree(line)));
        }
        return new Data(Map.of(subject, rows), Map.of());
    }

    private static Score score(String metric, double value, @Nullable Double bar) {
        return new Score("s", "shipped", "x", "all", metric, value, 10, bar);
    }

    private static Curve.Point point(double score, boolean positive) {
        return new Curve.Point(score, positive);
    }

    private record Finds(String name) implements Policy {
        @Override
        public Verdict judge(Material material) {
            String text = material.passages().getFirst().text();
            List<Finding> found = new ArrayList<>();
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
                found.add(new Finding(name, 0, at, at + name.length()));
            }
            return found.isEmpty() ? Verdict.Allow.CLEAN : new Verdict.Flag("found", new Evidence(null, found));
        }
    }
}

package dev.alize.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiiEvaluationTest {
    /** What was measured when the rules were written; a rule that loses more is a step back. */
    @Test
    void findsAtLeastWhatItFoundBefore() {
        List<Score> scores = new PiiEvaluation().run(Data.read(Path.of("src/training")));

        assertThat(scores)
                .filteredOn(score -> score.bar() != null)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(score ->
                        assertThat(ScoreTable.met(score)).as("%s", score).isTrue());
        assertThat(scores)
                .filteredOn(score -> score.source().startsWith("spans/"))
                .allSatisfy(score ->
                        assertThat(score.value()).as("%s", score).isGreaterThanOrEqualTo(score.n() < 25 ? 0.9 : 0.97));
    }

    @Test
    void listsWhatIsNotDetected() {
        assertThat(new PiiEvaluation().run(Data.read(Path.of("src/training"))))
                .extracting(Score::source)
                .contains("not-detected/PERSON", "not-detected/STREET_ADDRESS", "ordinary-sentences");
    }
}

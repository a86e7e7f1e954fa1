package dev.alize.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.policies.safety.SafetyScorer;
import dev.alize.policies.safety.WholeText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WholeTextTrainerTest {
    private static final SafetySpec SPEC = new SafetySpec();
    private static final Data DATA = Data.read(Path.of("src/training"));

    @Test
    void givesTheSameModelForTheSameDataAndReadsItAsItWasWritten() throws IOException {
        byte[] file = train().file();

        assertThat(train().file()).isEqualTo(file);
        assertThat(WholeText.read(new ByteArrayInputStream(file)).file()).isEqualTo(file);
    }

    /** If this fails, the data has changed: run {@code alize policy train --model safety-filter} in processor. */
    @Test
    void theShippedModelIsTrainedOnTheDataInTheRepository() throws IOException {
        try (InputStream in = SafetyScorer.class.getResourceAsStream("whole.gz")) {
            assertThat(in).isNotNull();
            assertThat(WholeText.read(in).data()).isEqualTo(DATA.digest(SPEC.subjects()));
        }
    }

    private static WholeText train() {
        List<Row> all = DATA.of("safety");
        List<Row> some = IntStream.range(0, all.size())
                .filter(i -> i % 40 == 0)
                .mapToObj(all::get)
                .toList();
        return new WholeTextTrainer(Trainer.of(SPEC, some), SPEC.labels()).ship("digest");
    }
}

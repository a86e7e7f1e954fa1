package dev.alize.policies.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.policies.model.LinearModel;
import dev.alize.policies.model.ModelFile;
import dev.alize.policies.model.Reading;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OneWalkTest {
    @Test
    void twoModelsSeeInOneWalkWhatEachSeesInItsOwn() throws Exception {
        LinearModel model = ModelFile.resource(SafetyScorer.class, "model.gz");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String text = text(random);
            Seen seen = new Seen();
            Reading both = model.read(text.toCharArray(), WholeText.SHAPE, seen);
            Reading alone = model.read(text);
            assertThat(both.margins()).as("seed %s", seed).isEqualTo(alone.margins());
            assertThat(both.starts()).isEqualTo(alone.starts());
            assertThat(seen.words()).isEqualTo(Seen.of(text).words());
            assertThat(seen.parts()).isEqualTo(Seen.of(text).parts());
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int word = random.nextInt(400); word > 0; word--) {
            for (int letter = 1 + random.nextInt(9); letter > 0; letter--) {
                text.append((char) (random.nextInt(20) == 0 ? random.nextInt(0x3000) : 'a' + random.nextInt(26)));
            }
            text.append(random.nextInt(7) == 0 ? ", " : " ");
        }
        return text.toString();
    }
}

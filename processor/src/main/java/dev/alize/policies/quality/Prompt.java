package dev.alize.policies.quality;

import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.List;

/** What the user said, as the set of its sequences of three words. */
final class Prompt {
    /** Most units of the prompt, and of an answer, that are compared. */
    private static final int LONGEST = 100_000;

    private final LongSet seen;

    private Prompt(LongSet seen) {
        this.seen = seen;
    }

    static Prompt of(List<Passage> asked) {
        LongSet seen = new LongSet();
        int left = LONGEST;
        for (Passage passage : asked) {
            if (passage.origin() == Origin.USER && left > 0) {
                String text = passage.text()
                        .substring(0, Math.min(left, passage.text().length()));
                WordSequences.each(text, seen::add);
                left -= text.length();
            }
        }
        return new Prompt(seen);
    }

    /** Which share of a text's sequences is in the prompt, from 0 to 1; 0 of a text without words. */
    double shareOf(String text) {
        int[] counts = new int[2];
        WordSequences.each(text.substring(0, Math.min(LONGEST, text.length())), sequence -> {
            counts[0]++;
            counts[1] += seen.contains(sequence) ? 1 : 0;
        });
        return counts[0] == 0 ? 0 : (double) counts[1] / counts[0];
    }
}

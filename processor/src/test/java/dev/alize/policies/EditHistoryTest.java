package dev.alize.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Edit;
import dev.alize.domain.Finding;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EditHistoryTest {
    /** "ada is 5 years" becomes "[NAME_1] is 50 years". */
    private static final EditHistory HISTORY = EditHistory.NONE.then(
            List.of(new Edit(0, 0, 3, "[NAME_1]"), new Edit(0, 8, 8, "0"), new Edit(2, 0, 9, "")));

    @Test
    void findsWhatStandsBetweenReplacements() {
        assertThat(original(0, 9, 11)).isEqualTo("4-6");
        assertThat(original(0, 15, 20)).isEqualTo("9-14");
        assertThat(original(1, 3, 5)).isEqualTo("3-5");
    }

    @Test
    void coversAllThatWasReplaced() {
        assertThat(original(0, 0, 8)).isEqualTo("0-3");
        assertThat(original(0, 2, 4)).isEqualTo("0-3");
        assertThat(original(0, 5, 11)).isEqualTo("0-6");
    }

    @Test
    void takesWhatWasInsertedForThePlaceWhereItStands() {
        assertThat(original(0, 12, 14)).isEqualTo("7-8");
        assertThat(original(0, 13, 14)).isEqualTo("8-8");
    }

    @Test
    void findsTheWayBackThroughSeveralRounds() {
        EditHistory twice = HISTORY.then(List.of(new Edit(0, 9, 11, "was")));

        assertThat(twice.original(new Finding("K", 0, 9, 12))).isEqualTo(new Finding("K", 0, 4, 6));
        assertThat(twice.original(new Finding("K", 0, 0, 21))).isEqualTo(new Finding("K", 0, 0, 14));
    }

    @Test
    void findsUnchangedTextAfterAnyEdits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            String text = "abcdefghijklmnopqrstuvwxyz";
            List<Passage> passages = List.of(new Passage(Origin.USER, 0, text));
            List<Edit> edits = edits(random, text.length());
            String edited = Edits.apply(passages, edits).getFirst().text();
            EditHistory history = EditHistory.NONE.then(edits);
            for (int at = 0; at < edited.length(); at++) {
                if (edited.charAt(at) != '#') {
                    Finding found = history.original(new Finding("K", 0, at, at + 1));
                    assertThat(text.substring(found.start(), found.end()))
                            .as("seed %d: %s of %s", seed, edits, edited)
                            .isEqualTo(edited.substring(at, at + 1));
                }
            }
        }
    }

    private static List<Edit> edits(Random random, int length) {
        List<Edit> edits = new ArrayList<>();
        int from = 0;
        while (from < length && edits.size() < 6) {
            int start = from + random.nextInt(4);
            int end = start + random.nextInt(4);
            if (end <= length) {
                edits.add(new Edit(0, start, end, "#".repeat(random.nextInt(5))));
            }
            from = end + 1;
        }
        return edits;
    }

    private static String original(int passage, int start, int end) {
        Finding found = HISTORY.original(new Finding("K", passage, start, end));
        return found.start() + "-" + found.end();
    }
}

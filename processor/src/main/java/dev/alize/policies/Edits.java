package dev.alize.policies;

import dev.alize.domain.Edit;
import dev.alize.domain.Passage;
import java.util.ArrayList;
import java.util.List;

/** Carries out what a verdict replaces. */
public final class Edits {
    private Edits() {}

    /**
     * The passages with their replacements; a passage without any is returned as it came.
     *
     * @param edits sorted by passage and start, not overlapping
     * @throws IllegalArgumentException where they are not sorted, overlap, or leave their text; never shows a text
     */
    public static List<Passage> apply(List<Passage> passages, List<Edit> edits) {
        if (edits.isEmpty()) {
            return passages;
        }
        List<Passage> edited = new ArrayList<>(passages);
        int first = 0;
        while (first < edits.size()) {
            int at = edits.get(first).passage();
            int last = first;
            while (last < edits.size() && edits.get(last).passage() == at) {
                last++;
            }
            check(at, passages.size(), last < edits.size() ? edits.get(last).passage() : at);
            Passage passage = passages.get(at);
            String text = apply(passage.text(), edits.subList(first, last));
            edited.set(at, new Passage(passage.origin(), passage.index(), text));
            first = last;
        }
        return List.copyOf(edited);
    }

    private static void check(int passage, int passages, int next) {
        if (passage >= passages) {
            throw new IllegalArgumentException(
                    "expected an edit of a passage below " + passages + ", got passage " + passage);
        }
        if (next < passage) {
            throw new IllegalArgumentException(
                    "expected edits in the order of the passages, got passage " + next + " after " + passage);
        }
    }

    private static String apply(String text, List<Edit> edits) {
        StringBuilder edited = new StringBuilder(text.length() + 16 * edits.size());
        int from = 0;
        for (Edit edit : edits) {
            if (edit.start() < from || edit.end() > text.length()) {
                throw new IllegalArgumentException("expected an edit from " + from + " to at most " + text.length()
                        + " in passage " + edit.passage() + ", got " + edit.start() + " to " + edit.end());
            }
            edited.append(text, from, edit.start()).append(edit.replacement());
            from = edit.end();
        }
        return edited.append(text, from, text.length()).toString();
    }
}

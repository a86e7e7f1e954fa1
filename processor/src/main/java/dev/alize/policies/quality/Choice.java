package dev.alize.policies.quality;

import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One choice of an answer.
 *
 * @param text what the model says; its parts one after the other
 * @param passages indexes of what it says, or of its tool calls where it says nothing
 * @param callsOnly whether it calls tools and says nothing
 * @param finishReason null where it is not known
 * @param prompt what the user said; the same of all choices
 */
record Choice(
        String text,
        List<Integer> passages,
        boolean callsOnly,
        @Nullable String finishReason,
        Supplier<Prompt> prompt) {
    static List<Choice> of(Material answer) {
        SortedSet<Integer> indexes = new TreeSet<>(answer.finishReasons().keySet());
        answer.passages().forEach(passage -> indexes.add(passage.index()));
        Prompt[] made = new Prompt[1];
        Supplier<Prompt> prompt = () -> made[0] == null ? made[0] = Prompt.of(answer.asked()) : made[0];
        return indexes.stream().map(index -> of(answer, index, prompt)).toList();
    }

    private static Choice of(Material answer, int index, Supplier<Prompt> prompt) {
        StringBuilder text = new StringBuilder();
        List<Integer> said = new ArrayList<>();
        List<Integer> called = new ArrayList<>();
        for (int i = 0; i < answer.passages().size(); i++) {
            Passage passage = answer.passages().get(i);
            if (passage.index() == index && passage.origin() == Origin.ASSISTANT) {
                text.append(passage.text());
                said.add(i);
            } else if (passage.index() == index && passage.origin() == Origin.TOOL_CALL) {
                called.add(i);
            }
        }
        boolean callsOnly = !called.isEmpty() && text.toString().isBlank();
        return new Choice(
                text.toString(),
                callsOnly ? called : said,
                callsOnly,
                answer.finishReasons().get(index),
                prompt);
    }
}

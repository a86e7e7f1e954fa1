package dev.alize.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts texts together that share a passage, so that a fold never holds a text out whose copy, template or attack the
 * model has learned.
 */
final class Groups {
    /** Words of a passage. */
    private static final int WORDS = 6;

    /** Texts are alike where one has this share of its passages from the other. */
    private static final double SHARE = 0.25;

    private final int[] parents;

    private Groups(int size) {
        parents = new int[size];
        for (int i = 0; i < size; i++) {
            parents[i] = i;
        }
    }

    /** The number of each text's group; texts of a group have the same. */
    static int[] of(List<Example> examples) {
        Groups groups = new Groups(examples.size());
        Map<Object, Integer> first = new HashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            String attack = examples.get(i).row().field("attack");
            if (!attack.isEmpty()) {
                groups.join(i, first.merge("attack " + attack, i, (before, now) -> before));
            }
            groups.joinWithAlike(i, passages(examples.get(i).text()), first);
        }
        int[] numbers = new int[examples.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = groups.root(i);
        }
        return numbers;
    }

    private void joinWithAlike(int text, List<List<String>> passages, Map<Object, Integer> first) {
        Map<Integer, Integer> shared = new HashMap<>();
        for (List<String> passage : passages) {
            int owner = first.merge(passage, text, (before, now) -> before);
            if (owner != text) {
                shared.merge(owner, 1, Integer::sum);
            }
        }
        shared.forEach((other, count) -> {
            if (count >= SHARE * passages.size()) {
                join(text, other);
            }
        });
    }

    private static List<List<String>> passages(String text) {
        List<String> words = List.of(text.split("[^\\p{L}\\p{N}]+"));
        List<List<String>> passages = new ArrayList<>();
        for (int i = 0; i == 0 || i + WORDS <= words.size(); i++) {
            passages.add(words.subList(i, Math.min(words.size(), i + WORDS)));
        }
        return passages;
    }

    private int root(int i) {
        int root = i;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    private void join(int one, int other) {
        parents[root(one)] = root(other);
    }
}

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
    /** Texts that share so many words in a row are of one kind. */
    private static final int SHARED = 8;

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
            for (Object key : keys(examples.get(i))) {
                groups.join(i, first.getOrDefault(key, i));
                first.putIfAbsent(key, i);
            }
        }
        int[] numbers = new int[examples.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = groups.root(i);
        }
        return numbers;
    }

    private static List<Object> keys(Example example) {
        List<Object> keys = new ArrayList<>();
        String attack = example.row().field("attack");
        if (!attack.isEmpty()) {
            keys.add("attack " + attack);
        }
        String[] words = example.text().split("[^\\p{L}\\p{N}]+");
        if (words.length <= SHARED) {
            keys.add(String.join(" ", words));
        }
        for (int i = 0; i + SHARED <= words.length; i++) {
            keys.add(List.of(words).subList(i, i + SHARED));
        }
        return keys;
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

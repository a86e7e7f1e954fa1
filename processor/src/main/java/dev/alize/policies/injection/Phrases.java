package dev.alize.policies.injection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds phrases in a text: rules whose words follow each other with few words between, in one walk over the words.
 * Immutable and thread-safe.
 */
final class Phrases {
    /**
     * A rule.
     *
     * @param gaps words that may lie before each step but the first
     * @param first the number of its first step among the steps of all rules
     */
    private record Rule(String kind, double weight, int[] gaps, int first) {}

    private final List<Rule> rules = new ArrayList<>();
    private final List<Integer> ruleOfStep = new ArrayList<>();
    private final Map<Integer, List<Integer>> exact = new HashMap<>();
    private final Map<Integer, List<Integer>> stems = new HashMap<>();
    private final WordTree tree = new WordTree();

    /** @param lines as in {@code rules.txt} */
    Phrases(List<String> lines) {
        lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::add);
    }

    private void add(String line) {
        String[] parts = line.trim().split(" +");
        int first = ruleOfStep.size();
        int[] gaps = new int[parts.length];
        int step = 0;
        int gap = 0;
        for (String part : Arrays.asList(parts).subList(2, parts.length)) {
            if (part.startsWith("~")) {
                gap = Integer.parseInt(part.substring(1));
            } else {
                for (String word : part.split("\\|")) {
                    boolean stem = word.endsWith("*");
                    int node = tree.add(stem ? word.substring(0, word.length() - 1) : word);
                    // Later steps come first, so that one word is not two steps of one rule.
                    (stem ? stems : exact)
                            .computeIfAbsent(node, key -> new ArrayList<>())
                            .addFirst(ruleOfStep.size());
                }
                gaps[step++] = gap;
                ruleOfStep.add(rules.size());
            }
        }
        rules.add(new Rule(parts[0], Double.parseDouble(parts[1]), Arrays.copyOf(gaps, step), first));
    }

    /** The rules that apply, each with its first place, in no order. */
    List<Hit> find(String text) {
        return new Walk(text).find();
    }

    /** A walk over one text. */
    private final class Walk {
        private final String text;
        /** The word at which each step was last reached, from 1; 0 for never. */
        private final int[] reached = new int[ruleOfStep.size()];

        private final int[] starts = new int[ruleOfStep.size()];
        private final Map<Integer, Hit> hits = new HashMap<>();
        private int words;
        private boolean open;

        Walk(String text) {
            this.text = text;
        }

        List<Hit> find() {
            int i = 0;
            while (i < text.length()) {
                if (!Character.isLetterOrDigit(text.charAt(i))) {
                    i++;
                    continue;
                }
                int start = i;
                int node = WordTree.ROOT;
                words++;
                while (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
                    if (node >= 0) {
                        node = tree.next(node, text.charAt(i));
                        reach(node < 0 ? null : stems.get(node), start);
                    }
                    i++;
                }
                reach(node < 0 ? null : exact.get(node), start);
                close(i);
            }
            return List.copyOf(hits.values());
        }

        private void reach(@Nullable List<Integer> steps, int start) {
            if (steps == null) {
                return;
            }
            for (int step : steps) {
                Rule rule = rules.get(ruleOfStep.get(step));
                int place = step - rule.first();
                if (place == 0) {
                    reached[step] = words;
                    starts[step] = start;
                } else if (reached[step - 1] > 0
                        && reached[step - 1] < words
                        && words - reached[step - 1] - 1 <= rule.gaps()[place]) {
                    reached[step] = words;
                    starts[step] = starts[step - 1];
                    if (place == rule.gaps().length - 1) {
                        open = true;
                        hits.putIfAbsent(rule.first(), new Hit(rule.kind(), rule.weight(), starts[step], -1));
                    }
                }
            }
        }

        /** Hits end with the word that completed them. */
        private void close(int end) {
            if (open) {
                hits.replaceAll(
                        (rule, hit) -> hit.end() >= 0 ? hit : new Hit(hit.kind(), hit.weight(), hit.start(), end));
                open = false;
            }
        }
    }
}

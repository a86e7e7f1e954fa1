package dev.alize.policies.safety;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The rules of {@code rules.txt}, whose format is told there. Immutable and thread-safe. */
final class Rulebook {
    private final Vocabulary vocabulary;
    private final List<Rule> rules;
    private final int[][] rulesOfGroup;

    private Rulebook(Vocabulary vocabulary, List<Rule> rules, int groups) {
        this.vocabulary = vocabulary;
        this.rules = List.copyOf(rules);
        this.rulesOfGroup = IntStream.range(0, groups)
                .mapToObj(group -> IntStream.range(0, rules.size())
                        .filter(rule -> rules.get(rule).groups().contains(group))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** The rules that are shipped, and the words of others to which no rule refers: the model does. */
    static Rulebook shipped() {
        List<String> lines = new ArrayList<>(lines("rules.txt"));
        lines.addAll(lines("words.txt"));
        return parse(lines);
    }

    private static List<String> lines(String file) {
        try (InputStream in = Rulebook.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource " + file + " is missing beside " + Rulebook.class.getName());
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + file, e);
        }
    }

    static Rulebook parse(List<String> lines) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        Map<String, int[]> words = new HashMap<>();
        List<String[]> rules = new ArrayList<>();
        int group = -1;
        for (String line : lines) {
            String[] parts = line.strip().split(" +");
            if (parts[0].isEmpty() || parts[0].startsWith("#")) {
                continue;
            }
            switch (parts[0]) {
                case "=" -> group = numbers.computeIfAbsent(parts[1], name -> numbers.size());
                case "rule" -> rules.add(parts);
                default -> {
                    for (String word : parts) {
                        int number = group;
                        words.merge(word, new int[] {number}, Rulebook::union);
                    }
                }
            }
        }
        return new Rulebook(
                new Vocabulary(words),
                rules.stream().map(parts -> rule(parts, numbers)).toList(),
                numbers.size());
    }

    private static int[] union(int[] some, int[] more) {
        return IntStream.concat(IntStream.of(some), IntStream.of(more))
                .distinct()
                .toArray();
    }

    private static Rule rule(String[] parts, Map<String, Integer> numbers) {
        List<Integer> groups = new ArrayList<>();
        List<Integer> guards = new ArrayList<>();
        for (int i = 4; i < parts.length; i++) {
            boolean guard = parts[i].startsWith("!");
            String name = guard ? parts[i].substring(1) : parts[i];
            Integer number = numbers.get(name);
            if (number == null) {
                throw new IllegalArgumentException("rule '" + String.join(" ", parts) + "': no group '" + name + "'");
            }
            (guard ? guards : groups).add(number);
        }
        Category category = Category.valueOf(parts[1].toUpperCase(Locale.ROOT));
        return new Rule(category, Double.parseDouble(parts[2]), Integer.parseInt(parts[3]), groups, guards);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    List<Rule> rules() {
        return rules;
    }

    int groups() {
        return rulesOfGroup.length;
    }

    /** Numbers of the rules that need a group. */
    int[] rulesOf(int group) {
        return rulesOfGroup[group];
    }
}

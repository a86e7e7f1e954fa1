package dev.alize.policies.injection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weighted rules: what prompt injections say in so many words. Immutable and thread-safe. */
final class Rules {
    /** All rules together move the log odds by no more, so that a long text of odds and ends is not certain. */
    private static final double MOST = 6;

    /** As in {@code rules.txt} beside this class. */
    static final Rules ALL = new Rules(new Phrases(lines()));

    private final Phrases phrases;

    private Rules(Phrases phrases) {
        this.phrases = phrases;
    }

    private static List<String> lines() {
        try (InputStream in = Rules.class.getResourceAsStream("rules.txt")) {
            if (in == null) {
                throw new IllegalStateException("resource rules.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource rules.txt", e);
        }
    }

    /** The rules that apply to a normalised text. */
    List<Hit> find(String text) {
        List<Hit> hits = new ArrayList<>(phrases.find(text));
        Marks.find(text, hits);
        return hits;
    }

    /** What they add to the log odds: each kind counts once, with its heaviest rule. */
    static double weight(List<Hit> hits) {
        Map<String, Double> heaviest = new HashMap<>();
        hits.forEach(hit -> heaviest.merge(hit.kind(), hit.weight(), Math::max));
        return Math.min(
                MOST, heaviest.values().stream().mapToDouble(weight -> weight).sum());
    }
}

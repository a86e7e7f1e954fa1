package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.Edit;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.Link;
import dev.alize.policies.Policy;
import dev.alize.policies.StreamGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Policies that do what a test says. */
final class Policies {
    static final String WORD = "secret";
    static final String MARKER = "[WORD_1]";

    private Policies() {}

    static Link link(Policy policy, Action action, Direction... directions) {
        return new Link(policy, Conduct.of(action, directions));
    }

    static Policy named(String name, Function<Material, Verdict> judge) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict judge(Material material) {
                return judge.apply(material);
            }
        };
    }

    /** Blocks, with one finding. */
    static Policy blocking(String name, Verdict.Remedy remedy) {
        Evidence evidence = new Evidence(0.9, List.of(new Finding("kind", 0, 0, 1)));
        return named(name, material -> new Verdict.Block("because", remedy, evidence));
    }

    /** Replaces the word by its marker, and puts it back into answers; a guard that holds a word's length back. */
    static Policy redacting(String name) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict judge(Material material) {
                return material.direction() == Direction.REQUEST
                        ? replaced(material.passages(), WORD, MARKER, Map.of(MARKER, WORD))
                        : replaced(
                                material.passages(),
                                MARKER,
                                material.originals().getOrDefault(MARKER, MARKER),
                                Map.of());
            }

            @Override
            public Optional<StreamGuard> guard(Material answer) {
                return Optional.of(new WordGuard(false));
            }
        };
    }

    /** A guard that blocks at the word. */
    static Policy guarding(String name) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict judge(Material material) {
                boolean found = material.passages().stream()
                        .anyMatch(passage -> passage.text().contains(WORD));
                return found ? new Verdict.Block("word", Evidence.NONE) : Verdict.Allow.CLEAN;
            }

            @Override
            public Optional<StreamGuard> guard(Material answer) {
                return Optional.of(new WordGuard(true));
            }
        };
    }

    private static Verdict replaced(List<Passage> passages, String word, String by, Map<String, String> originals) {
        List<Edit> edits = new ArrayList<>();
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < passages.size(); i++) {
            int at = passages.get(i).text().indexOf(word);
            if (at >= 0) {
                edits.add(new Edit(i, at, at + word.length(), by));
                found.add(new Finding("WORD", i, at, at + word.length()));
            }
        }
        return edits.isEmpty()
                ? Verdict.Allow.CLEAN
                : new Verdict.Rewrite("word", edits, originals, new Evidence(null, found));
    }

    private static final class WordGuard implements StreamGuard {
        private final boolean blocks;
        private final StringBuilder held = new StringBuilder();
        private Verdict verdict = Verdict.Allow.CLEAN;

        WordGuard(boolean blocks) {
            this.blocks = blocks;
        }

        @Override
        public String add(String part) {
            held.append(part);
            int at = held.indexOf(WORD);
            if (at >= 0) {
                Evidence evidence = new Evidence(null, List.of(new Finding("WORD", 0, 0, 0)));
                if (blocks) {
                    verdict = new Verdict.Block("word", evidence);
                    return "";
                }
                verdict = new Verdict.Rewrite("word", List.of(), Map.of(), evidence);
                held.replace(at, at + WORD.length(), MARKER);
            }
            int safe = Math.max(0, held.length() - WORD.length() + 1);
            String released = held.substring(0, safe);
            held.delete(0, safe);
            return released;
        }

        @Override
        public String end() {
            String rest = held.toString();
            held.setLength(0);
            return rest;
        }

        @Override
        public Verdict verdict() {
            return verdict;
        }
    }
}

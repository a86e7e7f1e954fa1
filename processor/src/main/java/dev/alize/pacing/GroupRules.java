package dev.alize.pacing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The configured limits of a quota group.
 *
 * @param name unique among the groups
 * @param configured no two of the same kind and length; where a kind has none, its windows are learned from the headers
 *     of answers
 */
public record GroupRules(String name, List<Window> configured) {
    public GroupRules {
        configured = List.copyOf(configured);
        Set<List<Object>> seen = new HashSet<>();
        for (Window window : configured) {
            if (!seen.add(List.of(window.kind(), window.length()))) {
                throw new IllegalArgumentException("quota group " + name + " has two limits of "
                        + window.kind().code() + " per " + window.length());
            }
        }
    }
}

package dev.alize.domain;

import java.util.List;

/**
 * The targets that may serve a request, by id, the preferred one first. Requests with equal routes wait in one queue.
 *
 * @param targets at least one; no id twice
 */
public record Route(List<String> targets) {
    public Route {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a route has at least one target");
        }
    }

    public String first() {
        return targets.getFirst();
    }
}

package dev.alize.domain;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy judges: the texts of a request, or those of an answer with those that were asked.
 *
 * @param direction which of the two
 * @param about the request
 * @param passages what is judged, in the order of the messages or choices
 * @param asked for an answer: the passages of its request as they were sent; empty for a request
 * @param finishReasons for an answer: why each choice ended, by its index, such as {@code stop}; empty for a request
 * @param originals for an answer: what earlier verdicts took out of its request, by marker
 */
public record Material(
        Direction direction,
        About about,
        List<Passage> passages,
        List<Passage> asked,
        Map<Integer, String> finishReasons,
        Map<String, String> originals) {
    /**
     * The request that is judged, or answered.
     *
     * @param subject whom the request is about, as a pseudonym; null where it is about nobody
     * @param model null where the caller leaves it to the route
     * @param needs what a target must be able to do
     * @param streamed whether the answer is published as it comes
     */
    public record About(
            Identity identity,
            @Nullable String subject,
            @Nullable String model,
            Set<Capability> needs,
            boolean streamed) {
        public About {
            needs = needs.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(needs));
        }
    }

    public Material {
        passages = List.copyOf(passages);
        asked = List.copyOf(asked);
        finishReasons = Map.copyOf(finishReasons);
        originals = Map.copyOf(originals);
    }

    /** Of a request. */
    public static Material ofRequest(About about, List<Passage> passages) {
        return new Material(Direction.REQUEST, about, passages, List.of(), Map.of(), Map.of());
    }
}

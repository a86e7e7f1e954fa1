package dev.alize.policies;

import dev.alize.domain.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policies that judge one request and its answer, in their order. */
public final class Chain {
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final boolean answers;

    public Chain(List<Link> links) {
        links.forEach(link -> this.links.put(link.name(), link));
        this.answers = links.stream().anyMatch(link -> link.conduct().judges(Direction.RESPONSE));
    }

    public List<Link> links() {
        return List.copyOf(links.values());
    }

    /** The policy with this name, where the chain has it and it judges this direction. */
    public @Nullable Link find(String name, Direction direction) {
        Link link = links.get(name);
        return link != null && link.conduct().judges(direction) ? link : null;
    }

    /** Whether any policy judges answers. */
    public boolean judgesAnswers() {
        return answers;
    }
}

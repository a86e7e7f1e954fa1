package dev.alize.policies;

import dev.alize.domain.Direction;
import dev.alize.domain.Material.About;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The chains of a configuration.
 *
 * @param usual the chain of all requests to which no other applies
 * @param special in their order: the first whose condition a request meets is its chain
 * @param stages every policy of every chain, in an order that all of them keep
 */
public record Chains(Chain usual, List<Special> special, List<String> stages) {
    /** A chain of some requests. */
    public record Special(Predicate<About> condition, Chain chain) {}

    public Chains {
        special = List.copyOf(special);
        stages = List.copyOf(stages);
    }

    /** One chain for every request. */
    public static Chains of(List<Link> links) {
        return new Chains(
                new Chain(links), List.of(), links.stream().map(Link::name).toList());
    }

    public Chain of(About about) {
        for (Special other : special) {
            if (other.condition().test(about)) {
                return other.chain();
            }
        }
        return usual;
    }

    /** Whether the policy of this name must ask somebody. */
    public boolean asks(String name) {
        return Stream.concat(Stream.of(usual), special.stream().map(Special::chain))
                .flatMap(chain -> chain.links().stream())
                .anyMatch(link -> link.name().equals(name) && link.policy() instanceof AskingPolicy);
    }

    /** Whether a policy of this name judges this direction in any chain. */
    public boolean judges(String name, Direction direction) {
        return usual.find(name, direction) != null
                || special.stream().anyMatch(other -> other.chain().find(name, direction) != null);
    }
}

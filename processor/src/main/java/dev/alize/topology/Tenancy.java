package dev.alize.topology;

import dev.alize.domain.Identity;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose a record is, and where it is answered. A tenant's own topic says so whatever the record says; on the topics of all
 * the record names its tenant, as far as that may be claimed there. Immutable.
 */
public final class Tenancy {
    /** What a record says that names no tenant. */
    static final String DEFAULT = "default";

    /** Nobody has a topic of its own. */
    public static final Tenancy COMMON = new Tenancy(Claims.ANY, List.of());

    /** Whom a record on a topic of all may name. */
    public enum Claims {
        ANY,
        /** Not those who have a topic of their own. */
        UNBOUND,
        /** Nobody. */
        NONE
    }

    /**
     * The topics of one tenant.
     *
     * @param requests CompletionRequest, in
     * @param cancels Cancellation, in; null for none
     * @param replies where what came in by {@code requests} is answered; null for the topics of all
     */
    public record Own(
            String tenant,
            String requests,
            @Nullable String cancels,
            @Nullable Replies replies) {}

    /**
     * Two topics that belong together.
     *
     * @param responses CompletionResponse, out
     * @param chunks CompletionChunk, out
     */
    public record Replies(String responses, String chunks) {}

    private final Claims claims;
    private final List<Own> owns;
    private final Set<String> bound;
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Replies> replies = new HashMap<>();

    private Tenancy(Claims claims, List<Own> owns) {
        this.claims = claims;
        this.owns = List.copyOf(owns);
        this.bound = owns.stream().map(Own::tenant).collect(Collectors.toUnmodifiableSet());
        for (Own own : owns) {
            owners.put(own.requests(), own.tenant());
            if (own.cancels() != null) {
                owners.put(own.cancels(), own.tenant());
            }
            if (own.replies() != null) {
                replies.put(own.requests(), own.replies());
            }
        }
    }

    /** @param owns no tenant and no topic twice */
    public static Tenancy of(Claims claims, List<Own> owns) {
        return new Tenancy(claims, owns);
    }

    /** The topics of requests that tenants have, in their order. */
    Stream<String> requests() {
        return owns.stream().map(Own::requests);
    }

    /** The topics of cancels that tenants have, in their order. */
    Stream<String> cancels() {
        return owns.stream().flatMap(own -> Stream.ofNullable(own.cancels()));
    }

    /** The topics of answers that tenants have, in their order. */
    Set<Replies> replies() {
        Set<Replies> all = new LinkedHashSet<>();
        owns.stream().flatMap(own -> Stream.ofNullable(own.replies())).forEach(all::add);
        return all;
    }

    /** The tenant whose topic it is; null for a topic of all. */
    @Nullable
    String owner(String topic) {
        return owners.get(topic);
    }

    /** Whether a record of this topic may not name this tenant. */
    boolean refuses(String topic, String claimed) {
        if (claimed.equals(DEFAULT)) {
            return false;
        }
        String owner = owner(topic);
        if (owner != null) {
            return !owner.equals(claimed);
        }
        return switch (claims) {
            case ANY -> false;
            case UNBOUND -> bound.contains(claimed);
            case NONE -> true;
        };
    }

    /** The identity of what is not refused: a tenant's own topic is nobody else's, the default tenant's neither. */
    Identity settled(String topic, Identity claimed) {
        String owner = owner(topic);
        return owner == null ? claimed : new Identity(owner, claimed.requestId(), claimed.redrive());
    }

    /** Why a record of this topic is refused. */
    String refusal(String topic) {
        String owner = owner(topic);
        return owner == null
                ? "tenant: got one that tenants.claims does not let a record of topic " + topic
                        + " name, expected a record on the topic of that tenant"
                : "tenant: got another one than " + owner + ", whose topic " + topic + " is, expected " + owner
                        + " or none";
    }

    /** The sink of a response to what came in by this topic. */
    String responses(String source) {
        Replies own = replies.get(source);
        return own == null ? Stages.RESPONSES : Stages.ofTopic(Stages.RESPONSES, own.responses());
    }

    /** The sink of chunks of what came in by this topic. */
    String chunks(String source) {
        Replies own = replies.get(source);
        return own == null ? Stages.CHUNKS : Stages.ofTopic(Stages.CHUNKS, own.chunks());
    }
}

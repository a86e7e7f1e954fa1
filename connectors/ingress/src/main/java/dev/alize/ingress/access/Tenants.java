package dev.alize.ingress.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tenants with all keys, as one reading of the file found them. Immutable. */
public final class Tenants {
    private final List<Tenant> all;
    private final List<Owned> keys;
    /** Tenants by topics of requests that are theirs alone, and the other way round. */
    private final Map<String, List<String>> owners = new HashMap<>();

    private final Map<String, String> requests = new HashMap<>();

    private record Owned(Tenant tenant, ApiKey key) {}

    /** @throws IllegalArgumentException where two have the same id, or one key opens two doors; names ids only */
    public Tenants(Collection<Tenant> tenants) {
        all = List.copyOf(tenants);
        List<Owned> owned = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<KeyHash> hashes = new HashSet<>();
        for (Tenant tenant : all) {
            if (!ids.add(tenant.id())) {
                throw new IllegalArgumentException("tenant '" + tenant.id() + "' is given twice");
            }
            String topic = tenant.topics().requests();
            if (topic != null) {
                owners.computeIfAbsent(topic, unseen -> new ArrayList<>()).add(tenant.id());
                requests.put(tenant.id(), topic);
            }
            for (ApiKey key : tenant.keys()) {
                if (!hashes.add(key.hash())) {
                    throw new IllegalArgumentException("a key of tenant '" + tenant.id() + "' is given twice");
                }
                owned.add(new Owned(tenant, key));
            }
        }
        keys = List.copyOf(owned);
    }

    /** In the order of the file. */
    public List<Tenant> all() {
        return all;
    }

    /** How many keys there are, expired ones included. */
    public int keys() {
        return keys.size();
    }

    /** Topics of one kind that tenants have of their own. @param kind such as {@link TenantTopics#requests} */
    public Set<String> topics(Function<TenantTopics, @Nullable String> kind) {
        Set<String> topics = new TreeSet<>();
        for (Tenant tenant : all) {
            String topic = kind.apply(tenant.topics());
            if (topic != null) {
                topics.add(topic);
            }
        }
        return topics;
    }

    /** Topics that are one tenant's own, of every kind; none where there is no such tenant. */
    public Set<String> topicsOf(String id) {
        Set<String> topics = new TreeSet<>();
        for (Tenant tenant : all) {
            if (tenant.id().equals(id)) {
                Stream.of(
                                tenant.topics().requests(),
                                tenant.topics().cancels(),
                                tenant.topics().responses(),
                                tenant.topics().chunks())
                        .filter(Objects::nonNull)
                        .forEach(topics::add);
            }
        }
        return topics;
    }

    /**
     * Whose request a record is, as the gateway has it: on a tenant's own topic that tenant's, where the record says so
     * or says nothing; on any other topic that of the tenant it names, unless that has a topic of its own.
     *
     * @param claimed that the record names
     */
    public Optional<String> owner(String topic, String claimed) {
        List<String> bound = owners.get(topic);
        if (bound == null) {
            return requests.containsKey(claimed) ? Optional.empty() : Optional.of(claimed);
        }
        if (bound.contains(claimed)) {
            return Optional.of(claimed);
        }
        boolean silent = claimed.equals(Tenant.DEFAULT.id()) && bound.size() == 1;
        return silent ? Optional.of(bound.getFirst()) : Optional.empty();
    }

    /**
     * Whose key this is; nobody's where it is unknown or expired. It is compared with every key of the table, each in
     * constant time, whether or not one was found before: the time tells only how many keys there are.
     */
    public Optional<Tenant> of(String key, Instant now) {
        KeyHash hash = KeyHash.ofKey(key);
        int found = -1;
        for (int i = 0; i < keys.size(); i++) {
            int mask = keys.get(i).key().hash().is(hash) ? -1 : 0;
            found = (i & mask) | (found & ~mask);
        }
        if (found < 0 || !keys.get(found).key().isValidAt(now)) {
            return Optional.empty();
        }
        return Optional.of(keys.get(found).tenant());
    }
}

package dev.alize.pacing;

import dev.alize.domain.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The quota groups of this process. Thread-safe. */
public final class Pacing {
    private final Surroundings surroundings;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final @Nullable Shares shares;

    /**
     * One of several instances that share the quota.
     *
     * @param instance its name, unique among them
     * @param startMs milliseconds since 1970 at which it started
     */
    public Pacing(String instance, long startMs, OwnedPartitions owned, Surroundings surroundings) {
        this.surroundings = surroundings;
        Shares all = new Shares(instance, startMs, owned, this::wanted, this::changed);
        shares = all;
        owned.onChange(all::ownershipChanged);
    }

    /** The only one that uses the quota. */
    public Pacing(Surroundings surroundings) {
        this.surroundings = surroundings;
        shares = null;
    }

    /** The shares to tell the beats of the other instances; empty where there are none. */
    public Optional<Shares> shares() {
        return Optional.ofNullable(shares);
    }

    /** The group of this name. One without rules learns its limits from the headers of answers. */
    public Quota group(String name) {
        return found(name);
    }

    /**
     * Follows another configuration. What was learned stays; a group that is no longer named keeps its learned limits
     * only.
     */
    public void follow(List<GroupRules> rules) {
        Map<String, List<Window>> configured = new HashMap<>();
        rules.forEach(group -> configured.put(group.name(), group.configured()));
        configured.keySet().forEach(this::found);
        groups.forEach((name, group) -> group.follow(configured.getOrDefault(name, List.of())));
    }

    /** Ends a group's pause or stop by hand; an unknown name does nothing. */
    public void resume(String name) {
        Group group = groups.get(name);
        if (group != null) {
            group.resume();
        }
    }

    /** Is told, on any thread but never while a quota is asked, that a call may begin earlier than was said. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** What each group does now, by name. */
    public List<GroupState> states() {
        List<GroupState> states = new ArrayList<>();
        groups.values().forEach(group -> states.add(group.state()));
        states.sort(Comparator.comparing(GroupState::name));
        return states;
    }

    private Group found(String name) {
        return groups.computeIfAbsent(name, this::newGroup);
    }

    private Group newGroup(String name) {
        Share share = shares == null ? Share.ALL : shares.of(name);
        return new Group(name, share, surroundings, this::changed);
    }

    private Map<String, Double> wanted(long nowNanos) {
        Map<String, Double> wanted = new HashMap<>();
        groups.forEach((name, group) -> wanted.put(name, group.wanted(nowNanos)));
        return wanted;
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}

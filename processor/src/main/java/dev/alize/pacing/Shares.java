package dev.alize.pacing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the quota groups that this instance may use, beside the other instances. Thread-safe.
 *
 * <p>Without word from its own beats it uses its part of the partitions: a partition has one owner, so that these parts
 * never add up to more than one. With it, the instances shift the quota to where requests wait. All of them compute the
 * same division from the same beats. A part is lowered at once; it is raised by claiming it in a beat, and used when that
 * beat came back, as far as nobody else's claim stood before it. One partition of a topic puts all beats into one order,
 * so the parts in use never add up to more than one, however late a beat is.
 */
public final class Shares {
    /** Between two beats of an instance. */
    public static final Duration INTERVAL = Duration.ofMillis(300);

    /** Without its own beats coming back for so long, an instance uses no more than its part of the partitions. */
    static final long LEASE = TimeUnit.SECONDS.toNanos(1);

    /** So long after its last beat an instance's part belongs to the others. Longer than the lease and a beat. */
    static final long SILENCE = TimeUnit.MILLISECONDS.toNanos(1_500);

    /**
     * Without its own beats for so long, an instance uses its part of the partitions even where it claimed less: others
     * that are cut off do the same, and those that are not have headers and refusals to go by.
     */
    private static final long ALONE = 5 * LEASE;

    private static final int MOST_CLAIMS = 32;
    private static final double HARDLY = 1e-6;

    /** What the shares ask the groups. */
    interface Groups {
        /** By name, the part that this instance could make use of now. */
        Map<String, Double> wanted(long nowNanos);
    }

    /** A beat of ours that did not come back yet. */
    private record Claim(long number, Map<String, Double> shares) {}

    private record Member(Beat last, long heardAt) {}

    private final String instance;
    private final long start;
    private final OwnedPartitions owned;
    private final Groups groups;
    private final Runnable raised;

    private final Map<String, GroupShare> shares = new ConcurrentHashMap<>();
    private final SortedMap<String, Member> others = new TreeMap<>();
    private final Deque<Claim> claims = new ArrayDeque<>();
    private Map<String, Double> wanted = Map.of();
    private long number;
    private volatile boolean leaving;
    private boolean everAcknowledged;
    private long firstAcknowledged;
    private volatile boolean leased;
    private volatile long acknowledgedAt;

    /** @param raised told when this instance may use more than before */
    Shares(String instance, long start, OwnedPartitions owned, Groups groups, Runnable raised) {
        this.instance = instance;
        this.start = start;
        this.owned = owned;
        this.groups = groups;
        this.raised = raised;
    }

    Share of(String group) {
        return shares.computeIfAbsent(group, name -> new GroupShare());
    }

    /** The next beat to send. To be called every {@link #INTERVAL}, and sooner after {@link #leave}. */
    public Beat beat(long nowNanos) {
        Map<String, Double> wishes = groups.wanted(nowNanos);
        synchronized (this) {
            wanted = wishes;
            forget(nowNanos);
            Map<String, Double> claim = new HashMap<>();
            Map<String, Beat.Use> uses = new HashMap<>();
            for (String group : wishes.keySet()) {
                double share = lowered(group, nowNanos);
                claim.put(group, share);
                uses.put(group, new Beat.Use(share, Math.clamp(wishes.getOrDefault(group, 0.0), 0, 1)));
            }
            claims.add(new Claim(++number, claim));
            if (claims.size() > MOST_CLAIMS) {
                claims.remove();
            }
            return new Beat(instance, start, number, owned.owned(nowNanos), owned.all(), uses, leaving);
        }
    }

    /**
     * A beat of this instance was read back from where all read them, in its place among the beats of the others. (Told
     * when the broker has confirmed it, two instances that raise in the same moment may together claim too much for one
     * interval.)
     */
    public void acknowledged(long beat, long nowNanos) {
        boolean more = false;
        synchronized (this) {
            forget(nowNanos);
            Claim claim = claimed(beat);
            if (claim == null) {
                return;
            }
            if (!everAcknowledged || nowNanos - acknowledgedAt > LEASE) {
                firstAcknowledged = nowNanos;
            }
            everAcknowledged = true;
            acknowledgedAt = nowNanos;
            leased = true;
            for (Map.Entry<String, Double> each : claim.shares().entrySet()) {
                more |= grant(each.getKey(), each.getValue());
            }
        }
        tellIf(more);
    }

    /** A beat of any instance was read. Those of this one are ignored. */
    public void heard(Beat beat, long nowNanos) {
        synchronized (this) {
            Member known = others.get(beat.instance());
            if (beat.instance().equals(instance) || known != null && !beat.isAfter(known.last())) {
                return;
            }
            others.put(beat.instance(), new Member(beat, nowNanos));
            forget(nowNanos);
            shares.keySet().forEach(group -> lowered(group, nowNanos));
        }
    }

    /** From now on this instance uses nothing and says so: the process stops. */
    public synchronized void leave() {
        leaving = true;
        shares.values().forEach(share -> share.current = 0);
    }

    void ownershipChanged() {
        tellIf(true);
    }

    private void tellIf(boolean more) {
        if (more) {
            raised.run();
        }
    }

    private @Nullable Claim claimed(long beat) {
        while (!claims.isEmpty() && claims.element().number() <= beat) {
            Claim claim = claims.remove();
            if (claim.number() == beat) {
                return claim;
            }
        }
        return null;
    }

    /** Takes what was claimed, as far as it is free and was not lowered since. */
    private boolean grant(String group, double claimed) {
        GroupShare share = share(group);
        double granted = Math.min(claimed, free(group));
        for (Claim later : claims) {
            granted = Math.min(granted, later.shares().getOrDefault(group, 0.0));
        }
        boolean more = !leaving && granted > share.current + HARDLY;
        if (more) {
            share.current = granted;
        }
        return more;
    }

    /** Lowers a share to what it should be by what was heard, and gives what should be claimed. */
    private double lowered(String group, long nowNanos) {
        GroupShare share = share(group);
        double claim = leaving ? 0 : Math.max(0, Math.min(target(group, nowNanos), free(group)));
        share.current = Math.min(share.current, claim);
        return claim;
    }

    private double target(String group, long nowNanos) {
        boolean settled = everAcknowledged && nowNanos - firstAcknowledged >= LEASE;
        if (!settled || nowNanos - acknowledgedAt >= LEASE) {
            return owned.share(nowNanos);
        }
        double[] wishes = new double[others.size() + 1];
        double[] weights = new double[wishes.length];
        wishes[0] = Math.clamp(wanted.getOrDefault(group, 0.0), 0, 1);
        weights[0] = owned.owned(nowNanos);
        int next = 1;
        for (Member other : others.values()) {
            Beat.Use use = other.last().groups().get(group);
            wishes[next] = use == null ? 0 : use.wanted();
            weights[next++] = other.last().partitions();
        }
        return FairShares.divide(wishes, weights)[0];
    }

    /** What no other instance claims. */
    private double free(String group) {
        double free = 1;
        for (Member other : others.values()) {
            Beat.Use use = other.last().groups().get(group);
            free -= use == null ? 0 : use.share();
        }
        return Math.max(0, free);
    }

    private void forget(long nowNanos) {
        others.values().removeIf(other -> other.last().leaving() || nowNanos - other.heardAt() > SILENCE);
    }

    private GroupShare share(String group) {
        return shares.computeIfAbsent(group, name -> new GroupShare());
    }

    private final class GroupShare implements Share {
        private volatile double current;

        @Override
        public double at(long nowNanos) {
            if (leaving || owned.lapsed(nowNanos)) {
                return 0;
            }
            if (!leased) {
                return owned.share(nowNanos);
            }
            long age = nowNanos - acknowledgedAt;
            double part = owned.share(nowNanos);
            return age < LEASE ? current : age < ALONE ? Math.min(current, part) : part;
        }

        @Override
        public double likely(long nowNanos) {
            return Math.max(at(nowNanos), owned.share(nowNanos));
        }
    }
}

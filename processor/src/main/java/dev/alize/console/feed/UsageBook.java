package dev.alize.console.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.UsageRow;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the rows of {@code llm.usage} say: sums by hour, target and tenant of the last seven days, and outcomes over the
 * last hour. A row holds the whole sums of its hour, so what counts is how it grew since its version before. Thread-safe,
 * and of bounded size whatever the number of tenants.
 */
public final class UsageBook {
    static final long HOUR_MS = 3_600_000;
    static final long KEPT_MS = 7 * 24 * HOUR_MS;
    private static final int MOST_ROWS = 50_000;
    private static final int SHOWN_TENANTS = 20;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final InstantSource clock;
    private final KnownRows rows;
    private final Outcomes outcomes = new Outcomes();
    private final TreeMap<Long, HourSums> hours = new TreeMap<>();
    private long revision;
    private long newest;

    /** Empty. */
    public UsageBook(InstantSource clock) {
        this(clock, MOST_ROWS);
    }

    UsageBook(InstantSource clock, int mostRows) {
        this.clock = clock;
        this.rows = new KnownRows(mostRows);
    }

    /**
     * Takes the next record. Clocks of instances may differ: what comes from the future came now, and an hour may begin
     * up to an hour after the record that tells of it.
     *
     * @param writtenAt time of the record, in milliseconds since 1970
     * @param isFirstReading whether the record was there before the reading began: the first version of a row then is what
     *     grew over a time that nobody knows, and counts for its hour only
     */
    public synchronized void take(int partition, long writtenAt, byte[] key, UsageRow row, boolean isFirstReading) {
        long at = Math.min(writtenAt, clock.millis());
        long hour = row.getHour().toEpochMilli();
        newest = Math.max(newest, at);
        Optional<KnownRows.Growth> growth = rows.take(partition, hash(key), at, hour, Figures.of(row));
        if (growth.isEmpty()) {
            return;
        }
        Figures grown = growth.get().grown();
        revision++;
        if (hour > at - KEPT_MS && hour <= at + HOUR_MS) {
            hours.headMap(at - KEPT_MS).clear();
            hours.computeIfAbsent(hour, each -> new HourSums()).add(row.getTarget(), row.getTenant(), grown);
        }
        boolean isRecent = hour >= at - at % HOUR_MS - HOUR_MS;
        if (isRecent && (growth.get().isKnown() || !isFirstReading)) {
            outcomes.add(grown, at);
        }
    }

    private static long hash(byte[] key) {
        long hash = FNV_OFFSET;
        for (byte each : key) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return hash ^ (hash >>> 29);
    }

    /** Counts the changes. */
    public synchronized long revision() {
        return revision;
    }

    /** Time of the newest record, in milliseconds since 1970; 0 before the first. */
    public synchronized long newest() {
        return newest;
    }

    /** Number of the step of the outcomes that is under way. */
    public long step(long nowMs) {
        return nowMs / Outcomes.STEP_MS;
    }

    /** Rows whose last version is kept. */
    synchronized int rows() {
        return rows.size();
    }

    /** Member {@code outcomes} of the state. */
    public synchronized ObjectNode outcomes(long nowMs) {
        return outcomes.json(nowMs);
    }

    /** Member {@code usage} of the state. */
    public synchronized ObjectNode usage(long nowMs) {
        hours.headMap(nowMs - KEPT_MS).clear();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("from", hours.isEmpty() ? nowMs - nowMs % HOUR_MS : hours.firstKey());
        node.put("step_seconds", HOUR_MS / 1_000);
        node.put("partial", rows.untaken() > 0);
        ArrayNode array = node.putArray("hours");
        Map<String, Figures> targets = new TreeMap<>();
        Map<String, Figures> tenants = new HashMap<>();
        hours.forEach((hour, sums) -> {
            ObjectNode one = array.addObject().put("at", hour);
            sums.all.writeRequests(one);
            sums.all.writeAttempts(one);
            sums.targets.forEach((target, figures) -> addTo(targets, target, figures));
            sums.tenants.forEach((tenant, figures) -> addTo(tenants, tenant, figures));
        });
        writeTargets(node.putArray("targets"), targets);
        writeTenants(node.putArray("tenants"), tenants);
        return node;
    }

    private static void addTo(Map<String, Figures> sums, String name, Figures figures) {
        sums.computeIfAbsent(name, each -> new Figures()).add(figures);
    }

    /** Requests that were answered without a call have no target, and no attempts. */
    private static void writeTargets(ArrayNode array, Map<String, Figures> targets) {
        targets.forEach((target, figures) -> {
            if (!target.isEmpty()) {
                figures.writeAttempts(array.addObject().put("target", target));
            }
        });
    }

    private static void writeTenants(ArrayNode array, Map<String, Figures> tenants) {
        tenants.entrySet().stream()
                .sorted(Map.Entry.<String, Figures>comparingByValue(HourSums.DEAREST)
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN_TENANTS)
                .forEach(entry -> {
                    ObjectNode tenant = array.addObject()
                            .put("tenant", entry.getKey())
                            .put("requests", entry.getValue().requests());
                    entry.getValue().writeCost(tenant);
                });
    }
}

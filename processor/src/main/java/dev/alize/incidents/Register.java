package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.schemas.Incident;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The incidents that are open, and a bounded number of those that were. Not thread-safe. */
final class Register {
    /** What one outage of a provider looks like at different targets, or from one minute to the next. */
    private static final Set<Cause> AKIN =
            EnumSet.of(Cause.SERVER, Cause.CAPACITY, Cause.NETWORK, Cause.TIMEOUT, Cause.SLOW, Cause.UNKNOWN);

    private static final long TOGETHER_MS = 120_000;
    private static final int MOST = 500;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Map<String, Dossier> all = new LinkedHashMap<>();

    void load(Incident incident) {
        all.put(incident.getId(), new Dossier(incident));
    }

    void add(Dossier dossier) {
        all.put(dossier.id(), dossier);
    }

    List<Dossier> all() {
        return List.copyOf(all.values());
    }

    List<Dossier> open() {
        return all.values().stream().filter(Dossier::isOpen).toList();
    }

    Optional<Dossier> of(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(all.get(id));
    }

    /** The open one that a target belongs to. */
    Optional<Dossier> covering(String target) {
        return open().stream().filter(one -> one.covers(target)).findFirst();
    }

    /** The open one without targets of a cause: that of the requests, or of the monitoring. */
    Optional<Dossier> general(boolean isGap) {
        return open().stream().filter(one -> isGeneral(one, isGap)).findFirst();
    }

    private static boolean isGeneral(Dossier one, boolean isGap) {
        return one.incident().getTargets().isEmpty() && (one.cause() == Cause.GAP) == isGap;
    }

    /** The open one that a target of the provider joins when it begins to fail. */
    Optional<Dossier> akin(String provider, Cause cause, long now) {
        return open().stream()
                .filter(one -> !one.incident().getTargets().isEmpty())
                .filter(one -> one.incident().getProvider().equals(provider))
                .filter(one -> one.cause() == cause
                        || (AKIN.contains(one.cause())
                                && AKIN.contains(cause)
                                && now - one.incident().getOpenedAt().toEpochMilli() <= TOGETHER_MS))
                .findFirst();
    }

    /** The last one of the target that was resolved within a time. */
    Optional<Dossier> recent(String target, long withinMs, long now) {
        return resolved(withinMs, now).filter(one -> one.covers(target)).max(byResolution());
    }

    Optional<Dossier> recentGeneral(boolean isGap, long withinMs, long now) {
        return resolved(withinMs, now).filter(one -> isGeneral(one, isGap)).max(byResolution());
    }

    boolean anyOfTargetsResolvedWithin(long withinMs, long now) {
        return resolved(withinMs, now)
                .anyMatch(one -> !one.incident().getTargets().isEmpty());
    }

    private Stream<Dossier> resolved(long withinMs, long now) {
        return all.values().stream().filter(one -> {
            Instant at = one.incident().getResolvedAt();
            return at != null && now - at.toEpochMilli() < withinMs;
        });
    }

    private static Comparator<Dossier> byResolution() {
        return Comparator.comparing(one -> one.incident().getUpdatedAt());
    }

    /** A new name, such as {@code inc-20261122-031500-server}. */
    String name(Cause cause, long now) {
        String name = "inc-" + NAME.format(Instant.ofEpochMilli(now)) + "-" + cause.code();
        int number = 2;
        String free = name;
        while (all.containsKey(free)) {
            free = name + "-" + number++;
        }
        return free;
    }

    /** Takes out the oldest resolved ones that are too many. */
    List<String> forget() {
        int surplus = all.size() - MOST;
        if (surplus <= 0) {
            return List.of();
        }
        List<String> oldest = all.values().stream()
                .filter(one -> !one.isOpen())
                .sorted(byResolution())
                .limit(surplus)
                .map(Dossier::id)
                .toList();
        oldest.forEach(all::remove);
        return oldest;
    }
}

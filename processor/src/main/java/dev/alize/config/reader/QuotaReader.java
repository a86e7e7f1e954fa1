package dev.alize.config.reader;

import dev.alize.config.QuotaLimit;
import dev.alize.config.QuotaSettings;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The keys of targets that say how much they may be called. One reader for all targets of a file. */
final class QuotaReader {
    private static final Format<Integer> AMOUNT = Values.whole(QuotaLimit.AMOUNT);
    private static final Format<Duration> PER = Values.duration(QuotaLimit.PER);

    private final Map<String, Stated> stated = new HashMap<>();

    /** The limits of a group where they were first given. */
    private record Stated(Set<QuotaLimit> limits, int line) {}

    /**
     * @param usual group of a target that names none; empty only where a problem was reported
     */
    Supplier<QuotaSettings> read(YamlMap target, Optional<String> usual) {
        Optional<String> group = target.find("quota_group", Formats.text()).or(() -> usual);
        List<YamlValue> entries = target.list("limits");
        List<QuotaLimit> limits = limits(entries);
        if (!limits.isEmpty() && limits.size() == entries.size()) {
            group.ifPresent(
                    name -> compare(target, name, limits, entries.getFirst().line()));
        }
        Optional<Integer> calls = target.find("max_concurrency", Values.whole(QuotaSettings.CONCURRENCY));
        return () -> new QuotaSettings(group.orElseThrow(), limits, calls.orElse(null));
    }

    private void compare(YamlMap target, String group, List<QuotaLimit> limits, int line) {
        Stated first = stated.putIfAbsent(group, new Stated(Set.copyOf(limits), line));
        if (first != null && !first.limits().equals(Set.copyOf(limits))) {
            target.problem(
                    "limits",
                    "differ from those on line " + first.line() + " of the same quota group '" + group
                            + "'; state them once, or give another quota_group");
        }
    }

    private static List<QuotaLimit> limits(List<YamlValue> entries) {
        Map<String, Integer> lines = new HashMap<>();
        List<QuotaLimit> limits = new ArrayList<>();
        for (YamlValue entry : entries) {
            limit(entry.map()).ifPresent(limit -> {
                Integer first = lines.putIfAbsent(limit.kind().code() + limit.per(), entry.line());
                if (first != null) {
                    entry.problem("the same " + limit.kind().code() + " and per are limited on line " + first);
                }
                limits.add(limit);
            });
        }
        return limits;
    }

    private static Optional<QuotaLimit> limit(YamlMap map) {
        Optional<Integer> requests = map.find("requests", AMOUNT);
        Optional<Integer> tokens = map.find("tokens", AMOUNT);
        Optional<Duration> per = map.require("per", PER);
        if (map.has("requests") == map.has("tokens")) {
            map.problem("expected exactly one of requests and tokens");
            return Optional.empty();
        }
        QuotaLimit.Kind kind = map.has("requests") ? QuotaLimit.Kind.REQUESTS : QuotaLimit.Kind.TOKENS;
        return requests.or(() -> tokens).flatMap(amount -> per.map(window -> new QuotaLimit(kind, amount, window)));
    }
}

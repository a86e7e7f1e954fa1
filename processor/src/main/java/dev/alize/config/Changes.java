package dev.alize.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What differs between two configurations.
 *
 * @param keys as in the file, such as {@code providers.targets[0].model}, in alphabetical order; never values
 */
public record Changes(SortedSet<String> keys) {
    /**
     * What a running gateway follows. Anything else needs a restart, settings of later versions included. The id of a
     * target is not among them: its proxy and authorities are known by it. Nor is the direction of a policy, which makes
     * stages of the topology, nor whether and with which keys the audit trail is chained.
     */
    private static final Pattern LIVE = Pattern.compile(
            "pack\\..*|cache\\..*|policy\\.(?!.*\\.direction$|audit-logger\\.immutable$).*"
                    + "|policies\\.overrides\\[\\d*]\\.(tenants|models|capabilities|policy\\.(?!.*\\.direction$).*)"
                    + "|providers\\.(strategy|model_groups|retry\\..*|circuit_breaker\\..*|fallback\\..*)"
                    + "|providers\\.targets\\[\\d*]\\.(provider|model|base_url|secret_key_ref|timeout_seconds"
                    + "|stream_timeout_seconds|max_context_tokens|format|provider_type|description|weight"
                    + "|pricing\\..*|health_probe\\..*|capabilities|quota_group|limits\\[\\d*]\\..*|max_concurrency)"
                    + "|processing\\.(max_open_calls|max_open_bytes|max_waiting|max_held_bytes|max_age|idempotency_entries|max_redispatches|drain_timeout)");

    public Changes {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }

    /** Empty where both say the same, however the files are written. */
    public static Changes between(Configuration before, Configuration after) {
        Map<String, Object> old = Keys.of(before);
        Map<String, Object> now = Keys.of(after);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        keys.removeIf(key -> Objects.equals(old.get(key), now.get(key)));
        return new Changes(keys);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The keys among them that a running gateway cannot follow. */
    public List<String> needingRestart() {
        return keys.stream().filter(key -> !isLive(key)).toList();
    }

    /** Whether a running gateway follows a key of the file. */
    static boolean isLive(String key) {
        return LIVE.matcher(key).matches();
    }
}

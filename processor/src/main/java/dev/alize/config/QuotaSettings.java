package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a target that says how much it may be called.
 *
 * @param group key {@code quota_group}: targets of one group share what the provider allows; default by the target's
 *     host, model and key reference
 * @param windows key {@code limits}: empty where they are to be learned from the provider, or where another target of
 *     the group states them; no two of the same kind and length
 * @param maxConcurrency most calls of an instance open at once at the target, 1 to 1,000,000; null for no bound but the
 *     instance's own
 */
public record QuotaSettings(
        String group, List<QuotaLimit> windows, @Nullable Integer maxConcurrency) {
    public static final Range<Integer> CONCURRENCY = Range.of(1, 1_000_000);

    public QuotaSettings {
        windows = List.copyOf(windows);
        if (group.isBlank()) {
            throw new InvalidSettingException("quota_group", "expected text");
        }
        long distinct = windows.stream()
                .map(limit -> limit.kind() + " " + limit.per())
                .distinct()
                .count();
        if (distinct < windows.size()) {
            throw new InvalidSettingException("limits", "two limits of the same kind have the same window");
        }
        if (maxConcurrency != null) {
            CONCURRENCY.check("max_concurrency", maxConcurrency);
        }
    }
}

package dev.alize.policies.moderation;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Block {@code policy.external-moderation}.
 *
 * @param conduct default: block requests, fail closed
 * @param target id of an entry of {@code providers.targets} whose address, key and proxy are used; null, the default,
 *     for the first one that speaks Mistral's dialect
 * @param model that judges; default {@code mistral-moderation-latest}
 * @param timeout for an opinion, 100 ms to 60 s; default 10 s
 * @param categories of the vendor that count, at least one; default {@link #HARMFUL}
 * @param thresholds by category that counts, 0 to 1: scores from there on count; the vendor's own decision where there is
 *     none
 * @param maxConcurrent questions open at the target, 1 to 10,000; default 64
 */
public record ExternalModerationSettings(
        Conduct conduct,
        @Nullable String target,
        String model,
        Duration timeout,
        List<String> categories,
        Map<String, Double> thresholds,
        int maxConcurrent)
        implements PolicySettings {
    public static final String NAME = "external-moderation";
    public static final Range<Duration> TIMEOUT = Range.of(Duration.ofMillis(100), Duration.ofSeconds(60));
    public static final Range<Double> THRESHOLD = Range.of(0.0, 1.0);
    public static final Range<Integer> CONCURRENT = Range.of(1, 10_000);

    /**
     * Categories of harm, as the models of 2024 (2411) and 2026 (2603) name them. The vendor's others, {@code health},
     * {@code financial}, {@code law} and {@code pii}, are no harm: they would block everybody who asks for advice.
     */
    public static final List<String> HARMFUL = List.of(
            "sexual",
            "hate_and_discrimination",
            "violence_and_threats",
            "dangerous_and_criminal_content",
            "dangerous",
            "criminal",
            "selfharm",
            "jailbreaking");

    /** All that the vendor documents. */
    public static final List<String> KNOWN = known();

    public static final ExternalModerationSettings DEFAULT = new ExternalModerationSettings(
            Conduct.of(Action.BLOCK, Direction.REQUEST),
            null,
            "mistral-moderation-latest",
            Duration.ofSeconds(10),
            HARMFUL,
            Map.of(),
            64);

    private static final String PREFIX = "policy." + NAME + ".";

    public ExternalModerationSettings {
        TIMEOUT.check(PREFIX + "timeout", timeout);
        CONCURRENT.check(PREFIX + "max_concurrent", maxConcurrent);
        categories = List.copyOf(categories);
        thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
        if (model.isBlank()) {
            throw new InvalidSettingException(PREFIX + "model", "is blank, expected the name of a model");
        }
        if (categories.isEmpty()) {
            throw new InvalidSettingException(PREFIX + "categories", "is empty, expected at least one category");
        }
        for (Map.Entry<String, Double> threshold : thresholds.entrySet()) {
            String key = PREFIX + "thresholds." + threshold.getKey();
            THRESHOLD.check(key, threshold.getValue());
            if (!categories.contains(threshold.getKey())) {
                throw new InvalidSettingException(key, "has no effect, expected one of categories: " + categories);
            }
        }
    }

    @Override
    public String policy() {
        return NAME;
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>(HARMFUL);
        known.addAll(List.of("health", "financial", "law", "pii"));
        return List.copyOf(known);
    }
}

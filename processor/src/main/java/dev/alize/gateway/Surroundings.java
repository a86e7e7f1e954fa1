package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.HealthProbe;
import dev.alize.config.TargetSettings;
import dev.alize.diagnosis.PageStatus;
import dev.alize.incidents.Outside;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the books know beside the audit trail: which targets are probed, status pages, and blind spots. Safe to use from any thread. */
final class Surroundings implements Outside {
    private final Map<String, URI> pages;
    private final Set<String> probed;
    private final Supplier<Optional<String>> blindSpot;
    private final Map<String, Supplier<PageStatus>> shown = new ConcurrentHashMap<>();

    /** @param blindSpot what the monitoring is known to miss */
    Surroundings(Configuration configuration, Supplier<Optional<String>> blindSpot) {
        this.blindSpot = blindSpot;
        List<TargetSettings> targets = configuration.providers().targets();
        pages = configuration
                .incidents()
                .pages(targets.stream()
                        .findFirst()
                        .map(TargetSettings::provider)
                        .orElse(""));
        probed = targets.stream()
                .filter(Surroundings::isProbed)
                .map(TargetSettings::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isProbed(TargetSettings target) {
        HealthProbe probe = target.routing().healthProbe();
        return probe != null && probe.enabled();
    }

    /** Addresses of the status pages, by provider. */
    Map<String, URI> pages() {
        return pages;
    }

    /** @param page asked from now on */
    void show(String provider, Supplier<PageStatus> page) {
        shown.put(provider, page);
    }

    @Override
    public PageStatus page(String provider) {
        Supplier<PageStatus> page = shown.get(provider);
        return page == null ? PageStatus.NONE : page.get();
    }

    @Override
    public boolean isProbed(String target) {
        return probed.contains(target);
    }

    @Override
    public Optional<String> blindSpot() {
        return blindSpot.get();
    }
}

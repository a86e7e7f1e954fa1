package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.HealthProbe;
import dev.alize.config.TargetSettings;
import dev.alize.diagnosis.PageStatus;
import dev.alize.incidents.Outside;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the books know beside the audit trail: which targets are probed, and a status page. Safe to use from any thread. */
final class Surroundings implements Outside {
    private final String provider;
    private final Set<String> probed;
    private volatile Supplier<PageStatus> page = () -> PageStatus.NONE;

    /** @param configuration the status page is that of its first target's provider */
    Surroundings(Configuration configuration) {
        List<TargetSettings> targets = configuration.providers().targets();
        provider = targets.stream().findFirst().map(TargetSettings::provider).orElse("");
        probed = targets.stream()
                .filter(Surroundings::isProbed)
                .map(TargetSettings::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isProbed(TargetSettings target) {
        HealthProbe probe = target.routing().healthProbe();
        return probe != null && probe.enabled();
    }

    /** @param shown asked from now on */
    void show(Supplier<PageStatus> shown) {
        page = shown;
    }

    @Override
    public PageStatus page(String whose) {
        return whose.equals(provider) ? page.get() : PageStatus.NONE;
    }

    @Override
    public boolean isProbed(String target) {
        return probed.contains(target);
    }
}

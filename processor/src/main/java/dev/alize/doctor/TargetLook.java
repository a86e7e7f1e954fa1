package dev.alize.doctor;

import dev.alize.config.Environment;
import dev.alize.config.TargetSettings;
import dev.alize.domain.Target;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.gateway.Providers;
import dev.alize.provider.HttpProvider;
import dev.alize.provider.Inspected;
import dev.alize.provider.Obstacle;
import dev.alize.provider.ProviderOptions;
import dev.alize.provider.network.Network;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks at one target the way calls go to it: its key, its name, its proxy, its TLS settings. */
public final class TargetLook implements Look.Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final ProviderOptions OPTIONS =
            new ProviderOptions(ProviderOptions.defaults().version(), 2, 1 << 20);

    private final TargetSettings settings;
    private final Environment environment;
    private final Remedies remedies;
    private final Duration patience;

    public TargetLook(TargetSettings settings, Environment environment, Remedies remedies) {
        this(settings, environment, remedies, PATIENCE);
    }

    /** @param patience how long the target may take */
    TargetLook(TargetSettings settings, Environment environment, Remedies remedies, Duration patience) {
        this.settings = settings;
        this.environment = environment;
        this.remedies = remedies;
        this.patience = patience;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Target target = settings.toTarget(environment);
        KeySeen key = KeySeen.of(target.key());
        Network network;
        try {
            network = Providers.network(settings, environment);
        } catch (InvalidSettingException e) {
            return check(key, null, null, new Inspected.Unreached(Obstacle.PROXY, String.valueOf(e.getMessage()), 0));
        }
        Optional<String> problem = network.problem();
        String proxy = network.proxy() == null
                ? null
                : network.proxy().host() + ":" + network.proxy().port();
        String host = network.proxy() == null ? host() : network.proxy().host();
        CompletableFuture<Resolved> resolving = resolve(host);
        Inspected inspected = problem.isPresent()
                ? new Inspected.Unreached(Obstacle.TLS, problem.get(), 0)
                : inspect(target, network);
        return check(key, resolved(resolving), proxy, inspected);
    }

    private List<Finding> check(
            @Nullable KeySeen key, @Nullable Resolved resolved, @Nullable String proxy, Inspected inspected) {
        TargetSeen seen = new TargetSeen(
                settings.id(),
                settings.provider(),
                settings.model(),
                key,
                resolved,
                proxy,
                inspected,
                InstantSource.system().instant());
        return List.of(TargetCheck.of(seen, remedies));
    }

    private String host() {
        return String.valueOf(settings.baseUrl().getHost()).replaceAll("^\\[|]$", "");
    }

    /** On a thread of its own: nothing ends a lookup before the system does. */
    private static CompletableFuture<Resolved> resolve(String host) {
        CompletableFuture<Resolved> resolving = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("alize-doctor-dns").start(() -> resolving.complete(Resolved.of(host)));
        return resolving;
    }

    private Inspected inspect(Target target, Network network) throws InterruptedException {
        CompletableFuture<Inspected> seen = new CompletableFuture<>();
        try (HttpProvider provider = new HttpProvider(OPTIONS, Map.of(target.id(), network), InstantSource.system())) {
            provider.inspector().inspect(target, patience, seen::complete);
            return seen.get(patience.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new Inspected.Unreached(
                    Obstacle.TIMEOUT, "no answer within " + patience.toMillis() + " ms", patience.toMillis());
        }
    }

    private @Nullable Resolved resolved(CompletableFuture<Resolved> resolving) throws InterruptedException {
        try {
            return resolving.get(patience.toMillis() / 3, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        }
    }
}

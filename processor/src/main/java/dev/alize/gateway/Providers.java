package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.NetworkSettings;
import dev.alize.config.ProxySettings;
import dev.alize.config.TargetSettings;
import dev.alize.domain.Attempt;
import dev.alize.domain.Moderator;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.domain.Target;
import dev.alize.provider.HttpModerator;
import dev.alize.provider.HttpProbe;
import dev.alize.provider.HttpProvider;
import dev.alize.provider.ProviderOptions;
import dev.alize.provider.QuickResend;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import dev.alize.provider.network.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the HTTP side. */
public final class Providers {
    private Providers() {}

    static Provider http(Configuration configuration, Environment environment) {
        var bounds = configuration.processing().bounds();
        ProviderOptions defaults = ProviderOptions.defaults();
        ProviderOptions options = new ProviderOptions(
                defaults.version(),
                Math.max(defaults.maxConnectionsPerTarget(), bounds.maxOpenCalls() * 2),
                bounds.maxResponseBytes());
        HttpProvider http = new HttpProvider(options, networks(configuration, environment), InstantSource.system());
        QuickResend.Means means = new QuickResend.Means(
                http::after,
                System::nanoTime,
                bound -> ThreadLocalRandom.current().nextInt(bound));
        return new Probing(new QuickResend(http, means), http.probe());
    }

    /** What looks at targets over the connections of this provider; null for one that has nothing of the kind. */
    static @Nullable HttpProbe probe(Provider provider) {
        return provider instanceof Probing probing ? probing.probe() : null;
    }

    /**
     * What asks targets for their opinion over the connections of this provider.
     *
     * @param targets finds the target that a policy asks
     */
    static Moderator moderator(
            Provider provider, ScheduledExecutorService timer, Function<@Nullable String, Optional<Target>> targets) {
        QuickResend.Timer later = (ms, work) -> {
            var unused = timer.schedule(work, ms, TimeUnit.MILLISECONDS);
        };
        return new HttpModerator(
                provider,
                targets,
                new QuickResend.Means(
                        later,
                        System::nanoTime,
                        bound -> ThreadLocalRandom.current().nextInt(bound)));
    }

    private record Probing(Provider calls, HttpProbe probe) implements Provider {
        @Override
        public Call start(Attempt attempt, Consumer<Outcome> done) {
            return calls.start(attempt, done);
        }

        @Override
        public void close() {
            calls.close();
        }
    }

    /** How each target is reached, by its id. */
    static Map<String, Network> networks(Configuration configuration, Environment environment) {
        return configuration.providers().targets().stream()
                .collect(Collectors.toMap(TargetSettings::id, target -> network(target, environment)));
    }

    /** Why targets cannot be reached as configured: a sentence for each. */
    static List<String> problems(Configuration configuration, Environment environment) {
        List<String> problems = new ArrayList<>();
        networks(configuration, environment)
                .forEach((target, network) -> network.problem()
                        .ifPresent(problem -> problems.add("providers.targets '" + target + "' ca_file: " + problem)));
        return problems;
    }

    /** How one is reached; throws InvalidSettingException where a proxy of the environment is no URL. */
    public static Network network(TargetSettings target, Environment environment) {
        NetworkSettings settings = target.network();
        Protocol protocol = switch (settings.httpVersion()) {
            case AUTO -> Protocol.AUTO;
            case HTTP_1_1 -> Protocol.HTTP_1_1;
            case HTTP_2 -> Protocol.HTTP_2;
        };
        return new Network(
                protocol,
                settings.connectTimeout(),
                settings.keepAlive(),
                settings.maxConnectionAge(),
                settings.caFile(),
                target.proxy(environment)
                        .map(proxy -> proxy(proxy, environment))
                        .orElse(null));
    }

    private static Proxy proxy(ProxySettings.Fixed proxy, Environment environment) {
        ProxySettings.Login login = proxy.login();
        return new Proxy(
                proxy.host(),
                proxy.port(),
                login == null
                        ? null
                        : new Proxy.Login(
                                login.username().in(environment),
                                login.password().in(environment)));
    }
}

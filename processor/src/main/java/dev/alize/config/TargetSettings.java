package dev.alize.config;

import dev.alize.domain.Capability;
import dev.alize.domain.Pricing;
import dev.alize.domain.Target;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code providers.targets}. The fields and their defaults are those of the provider table of the
 * {@code policy-config.yaml} format.
 *
 * @param id unique name, used in logs, events and routing
 * @param provider {@code mistral}, {@code openai} or the name of another provider with the same API
 * @param model sent to the provider as it is, whatever model the request names; also given by the shorthand {@code <provider>:chat:<model>}
 * @param baseUrl http or https, without a slash at the end; default by provider: {@code https://api.mistral.ai/v1},
 *     {@code https://api.openai.com/v1}, none for others
 * @param key from {@code secret_key_ref}; default by provider: environment variable {@code MISTRAL_API_KEY} or
 *     {@code OPENAI_API_KEY}; null, which means no authentication, for others
 * @param limits timeouts and tokens
 * @param dialect which API the provider speaks
 * @param description for people; null where there is none
 * @param routing what it is called for
 * @param pricing null where there is none
 * @param quota how much it may be called
 * @param network how connections to it are made
 */
public record TargetSettings(
        String id,
        String provider,
        String model,
        URI baseUrl,
        @Nullable SecretReference key,
        Limits limits,
        Dialect dialect,
        @Nullable String description,
        Routing routing,
        @Nullable Pricing pricing,
        QuotaSettings quota,
        NetworkSettings network) {
    public TargetSettings {
        if (id.isBlank() || provider.isBlank() || model.isBlank()) {
            throw new InvalidSettingException("providers.targets", "id, provider and model must not be blank");
        }
        boolean prior = network.httpVersion() == HttpVersion.HTTP_2 && "http".equalsIgnoreCase(baseUrl.getScheme());
        if (prior && network.proxy() != null) {
            throw new InvalidSettingException(
                    "providers.targets", "'" + id + "': http_version 2 needs https where there is a proxy");
        }
    }

    /**
     * @param timeout key {@code timeout_seconds}: the longest that a call without streaming may take, 1 s to 1 day;
     *     default 60 s
     * @param streamTimeout key {@code stream_timeout_seconds}: the same with streaming; default the timeout
     * @param maxContextTokens most tokens of prompt and completion together, 1 or more; null for no limit
     */
    public record Limits(
            Duration timeout,
            Duration streamTimeout,
            @Nullable Integer maxContextTokens) {
        public static final Range<Duration> TIMEOUT = Range.of(Duration.ofSeconds(1), Duration.ofDays(1));
        public static final Range<Integer> TOKENS = Range.of(1, Integer.MAX_VALUE);

        public Limits {
            TIMEOUT.check("timeout_seconds", timeout);
            TIMEOUT.check("stream_timeout_seconds", streamTimeout);
            if (maxContextTokens != null) {
                TOKENS.check("max_context_tokens", maxContextTokens);
            }
        }
    }

    /**
     * @param format wire format; only {@code openai}
     * @param providerType {@code mistral}, {@code openai} or {@code auto}: by the provider
     */
    public record Dialect(String format, String providerType) {
        public static final Dialect DEFAULT = new Dialect("openai", "auto");

        private dev.alize.domain.Dialect of(String provider) {
            return dev.alize.domain.Dialect.of(providerType.equals("auto") ? provider : providerType);
        }
    }

    /**
     * @param weight share of the traffic under {@code weighted_round_robin}, relative to the other targets, above 0;
     *     default 1.0
     * @param capabilities what it is stated to do, always in the same order; empty, the default, where nothing is stated
     * @param healthProbe null where there is none
     */
    public record Routing(
            double weight,
            Set<Capability> capabilities,
            @Nullable HealthProbe healthProbe) {
        public Routing {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new InvalidSettingException("providers.targets", "got weight " + weight + ", expected above 0");
            }
            Set<Capability> stated = EnumSet.noneOf(Capability.class);
            stated.addAll(capabilities);
            capabilities = Collections.unmodifiableSet(stated);
        }
    }

    /** The form of the API that the provider speaks. */
    dev.alize.domain.Dialect speaks() {
        return dialect.of(provider);
    }

    /** The target with its key as the engine uses it. The key is not read before it is first used. */
    public Target toTarget(Environment environment) {
        return new Target(
                id,
                provider,
                model,
                baseUrl,
                key == null ? null : key.in(environment),
                limits.timeout(),
                limits.streamTimeout(),
                pricing,
                speaks());
    }

    /**
     * The proxy that calls go through, if any.
     *
     * @throws InvalidSettingException where it is to come from an environment that gives no usable URL
     */
    public Optional<ProxySettings.Fixed> proxy(Environment environment) {
        return switch (network.proxy()) {
            case null -> Optional.empty();
            case ProxySettings.Fixed fixed -> Optional.of(fixed);
            case ProxySettings.FromEnvironment ignored -> ProxyVariables.of(environment, baseUrl);
        };
    }

    /** The same target, of the same quota group, at another place. */
    public TargetSettings withEndpoint(URI newBaseUrl, SecretReference newKey) {
        return elsewhere(newBaseUrl, newKey, dialect);
    }

    /** The same target played by a simulated Mistral, whatever its provider speaks. */
    public TargetSettings simulatedBy(URI simulator, SecretReference newKey) {
        return elsewhere(simulator, newKey, new Dialect(dialect.format(), "mistral"));
    }

    private TargetSettings elsewhere(URI newBaseUrl, SecretReference newKey, Dialect newDialect) {
        return new TargetSettings(
                id,
                provider,
                model,
                newBaseUrl,
                newKey,
                limits,
                newDialect,
                description,
                routing,
                pricing,
                quota,
                network);
    }
}

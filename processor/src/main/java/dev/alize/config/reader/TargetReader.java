package dev.alize.config.reader;

import dev.alize.config.NetworkSettings;
import dev.alize.config.QuotaSettings;
import dev.alize.config.SecretReference;
import dev.alize.config.TargetSettings;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.domain.Pricing;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One entry of {@code providers.targets}. */
final class TargetReader {
    private static final Format<String> FORMAT = Formats.oneOf(Map.of("openai", "openai"));
    private static final Format<String> PROVIDER_TYPE = Formats.oneOf(providerTypes());

    private final Paths paths;
    private final QuotaReader quotaReader = new QuotaReader();

    TargetReader(Paths paths) {
        this.paths = paths;
    }

    private static Map<String, String> providerTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        for (String type : new String[] {"auto", "mistral", "openai"}) {
            types.put(type, type);
        }
        return types;
    }

    Supplier<TargetSettings> read(YamlMap target) {
        Optional<String> id = target.require("id", Formats.text());
        ProviderModel model = ProviderModel.read(target);
        Optional<URI> baseUrl = BaseUrl.read(target, model);
        Optional<SecretReference> key = target.value("secret_key_ref")
                .map(value -> new SecretReader(paths).read(value))
                .orElseGet(() -> model.defaults().map(ProviderDefaults::key));
        Supplier<TargetSettings.Limits> limits = limits(target);
        TargetSettings.Dialect dialect = dialect(target);
        Optional<String> description = target.find("description", Formats.text());
        Supplier<TargetSettings.Routing> routing = RoutingReader.read(target);
        Optional<Supplier<Pricing>> pricing = target.findBlock("pricing").map(PricingReader::read);
        Supplier<QuotaSettings> quota = quotaReader.read(target, usualGroup(baseUrl, model, key));
        Supplier<NetworkSettings> network = new NetworkReader(paths).read(target);
        return () -> new TargetSettings(
                id.orElseThrow(),
                model.provider().orElseThrow(),
                model.model().orElseThrow(),
                baseUrl.orElseThrow(),
                key.orElse(null),
                limits.get(),
                dialect,
                description.orElse(null),
                routing.get(),
                pricing.map(Supplier::get).orElse(null),
                quota.get(),
                network.get());
    }

    /** Providers count by organisation, host and model; of the organisation only the key is known. */
    private static Optional<String> usualGroup(
            Optional<URI> baseUrl, ProviderModel model, Optional<SecretReference> key) {
        String suffix = key.map(reference -> ", key from " + reference).orElse("");
        return baseUrl.flatMap(url -> model.model().map(name -> url.getAuthority() + ", " + name + suffix));
    }

    private static Supplier<TargetSettings.Limits> limits(YamlMap target) {
        Format<Integer> seconds = Values.seconds(TargetSettings.Limits.TIMEOUT);
        int timeout = target.get("timeout_seconds", seconds, 60);
        int stream = target.get("stream_timeout_seconds", seconds, timeout);
        Optional<Integer> tokens = target.find("max_context_tokens", Values.whole(TargetSettings.Limits.TOKENS));
        return () ->
                new TargetSettings.Limits(Duration.ofSeconds(timeout), Duration.ofSeconds(stream), tokens.orElse(null));
    }

    private static TargetSettings.Dialect dialect(YamlMap target) {
        TargetSettings.Dialect otherwise = TargetSettings.Dialect.DEFAULT;
        return new TargetSettings.Dialect(
                target.get("format", FORMAT, otherwise.format()),
                target.get("provider_type", PROVIDER_TYPE, otherwise.providerType()));
    }
}

package dev.alize.config.reader;

import dev.alize.config.TenantBinding;
import dev.alize.config.TenantSettings;
import dev.alize.config.TenantSettings.Claims;
import dev.alize.config.TopicSettings;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Block {@code tenants}. */
final class TenantReader {
    private static final Format<String> TENANT = Formats.text(
            "1 to " + TenantBinding.MAX_NAME + " characters, but not " + TenantBinding.DEFAULT_TENANT,
            TenantBinding::isTenant);
    private static final Format<String> PRINCIPAL =
            Formats.text("one principal by Kafka's name, such as User:acme", TenantBinding::isPrincipal);
    private static final Format<String> TOPIC =
            Formats.text("1 to 249 letters, digits, dots, dashes and underscores", TopicSettings::isValid);

    private TenantReader() {}

    static Supplier<TenantSettings> read(YamlMap block) {
        Claims claims = block.get("claims", Formats.oneOf(words()), TenantSettings.DEFAULT.claims());
        List<String> trusted = block.list("trusted_principals").stream()
                .flatMap(value -> value.as(PRINCIPAL).stream())
                .toList();
        List<TenantBinding> bindings = new ArrayList<>();
        Set<String> tenants = new HashSet<>();
        for (YamlValue entry : block.list("bindings")) {
            binding(entry.map(), tenants).ifPresent(bindings::add);
        }
        return () -> new TenantSettings(claims, trusted, bindings);
    }

    private static Map<String, Claims> words() {
        Map<String, Claims> words = new LinkedHashMap<>();
        Arrays.stream(Claims.values()).forEach(claims -> words.put(claims.code(), claims));
        return words;
    }

    /** Empty only where a problem was reported. */
    private static Optional<TenantBinding> binding(YamlMap entry, Set<String> tenants) {
        Optional<String> tenant = entry.require("tenant", TENANT);
        Optional<String> principal = entry.require("principal", PRINCIPAL);
        Optional<String> requests = entry.require("requests_topic", TOPIC);
        Optional<String> cancels = entry.find("cancels_topic", TOPIC);
        Optional<String> responses = entry.find("responses_topic", TOPIC);
        Optional<String> chunks = entry.find("chunks_topic", TOPIC);
        if (tenant.isPresent() && !tenants.add(tenant.get())) {
            entry.problem("tenant", "'" + tenant.get() + "' is given twice");
        }
        if (entry.has("responses_topic") != entry.has("chunks_topic")) {
            entry.problem("expected both of responses_topic and chunks_topic, or none: else what is streamed to this"
                    + " tenant stands on a topic of all");
        }
        if (responses.isPresent() != chunks.isPresent()) {
            return Optional.empty();
        }
        return tenant.isPresent() && principal.isPresent() && requests.isPresent()
                ? Optional.of(new TenantBinding(
                        tenant.get(),
                        principal.get(),
                        requests.get(),
                        cancels.orElse(null),
                        responses.orElse(null),
                        chunks.orElse(null)))
                : Optional.empty();
    }
}

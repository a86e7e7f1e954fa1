package dev.alize.ingress.access;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Problem;
import dev.alize.config.yaml.YamlFile;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlReading;
import dev.alize.config.yaml.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From the text of a tenants file (YAML, or JSON as its subset) to tenants, or to everything that is wrong with it. */
final class TenantsReader {
    private static final Format<String> ID =
            Formats.text("text of 1 to 256 characters", text -> !text.isBlank() && text.length() <= Tenant.LONGEST_ID);
    private static final Format<String> TOPIC = Formats.text(
            "a topic's name (letters, digits, '.', '_', '-')", text -> text.matches("[a-zA-Z0-9._-]{1,249}"));
    private static final Format<Integer> PER_MINUTE = Formats.whole(1, Rate.MOST_PER_MINUTE);
    private static final Format<Integer> BURST = Formats.whole(1, Rate.MOST_BURST);
    private static final Format<Integer> AT_ONCE = Formats.whole(1, 1_000_000);
    private static final Format<Long> SIZE = Formats.size(1, 1L << 30);

    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<KeyHash, Integer> hashes = new HashMap<>();

    private TenantsReader() {}

    /** @param name of the file, for messages */
    static Reading read(String text, String name) {
        YamlReading reading = new YamlReading(name);
        List<Tenant> tenants = new ArrayList<>();
        YamlFile.parse(text, reading).ifPresent(root -> {
            root.requireKey("tenants", "a list of tenants");
            TenantsReader reader = new TenantsReader();
            for (YamlValue entry : root.list("tenants")) {
                reader.tenant(entry.map()).ifPresent(tenants::add);
            }
        });
        List<Problem> problems = reading.finish();
        return problems.isEmpty() ? new Reading.Good(new Tenants(tenants)) : new Reading.Bad(problems);
    }

    private Optional<Tenant> tenant(YamlMap map) {
        Optional<String> id = map.require("id", ID);
        id.ifPresent(text -> once(map, text));
        List<ApiKey> keys = new ArrayList<>();
        for (YamlValue key : map.list("keys")) {
            key(key).ifPresent(keys::add);
        }
        TenantLimits limits = limits(map.block("limits"));
        Set<String> models = new HashSet<>();
        for (YamlValue model : map.list("models")) {
            model.as(Formats.text()).ifPresent(models::add);
        }
        if (map.has("models") && models.isEmpty()) {
            map.problem("models", "got an empty list, expected one model or more (or no such key, for every model)");
        }
        TenantTopics topics = topics(map);
        return id.map(text -> new Tenant(text, keys, limits, models, topics));
    }

    /** The gateway answers on both of a tenant's topics for answers, or on none; and takes cancels from beside requests. */
    private static TenantTopics topics(YamlMap map) {
        TenantTopics topics = new TenantTopics(
                map.find("requests_topic", TOPIC).orElse(null),
                map.find("cancels_topic", TOPIC).orElse(null),
                map.find("responses_topic", TOPIC).orElse(null),
                map.find("chunks_topic", TOPIC).orElse(null));
        if (map.has("requests_topic") != map.has("cancels_topic")) {
            map.problem("expected both of requests_topic and cancels_topic, or none");
        }
        if (map.has("responses_topic") != map.has("chunks_topic")) {
            map.problem("expected both of responses_topic and chunks_topic, or none");
        }
        return topics;
    }

    private void once(YamlMap map, String id) {
        Integer first = ids.putIfAbsent(id, ids.size());
        if (first != null) {
            map.problem("id", "the same id as that of tenants[" + first + "]");
        }
    }

    private Optional<ApiKey> key(YamlValue entry) {
        YamlMap map = entry.map();
        Optional<KeyHash> hash = hash(map);
        hash.ifPresent(one -> {
            Integer first = hashes.putIfAbsent(one, entry.line());
            if (first != null) {
                map.problem("hash", "the same key as on line " + first);
            }
        });
        Optional<String> label = map.find("label", Formats.raw());
        Optional<Instant> expires = map.find("expires", Formats.moment());
        return hash.map(one -> new ApiKey(one, label.orElse(null), expires.orElse(null)));
    }

    /** What stands there may be a key by mistake: it is never shown. */
    private static Optional<KeyHash> hash(YamlMap map) {
        String expected = "sha256: and 64 hexadecimal digits, as 'alize-ingress key' prints it";
        map.requireKey("hash", expected);
        Optional<YamlValue> value = map.value("hash");
        Optional<String> text = value.flatMap(YamlValue::peek).filter(KeyHash::isOne);
        if (text.isEmpty()) {
            value.ifPresent(given -> given.problem("got " + given.kind() + " that is no hash, expected " + expected));
        }
        return text.map(KeyHash::parse);
    }

    private static TenantLimits limits(YamlMap map) {
        Optional<Integer> perMinute = map.find("requests_per_minute", PER_MINUTE);
        Optional<Integer> burst = map.find("burst", BURST);
        if (burst.isPresent() && !map.has("requests_per_minute")) {
            map.problem("burst", "means nothing without requests_per_minute");
        }
        Optional<Rate> rate = perMinute.map(
                amount -> burst.map(most -> new Rate(amount, most)).orElseGet(() -> Rate.perMinute(amount)));
        return new TenantLimits(
                rate.orElse(null),
                map.find("concurrent_requests", AT_ONCE).orElse(null),
                map.find("concurrent_streams", AT_ONCE).orElse(null),
                map.find("body_size", SIZE).orElse(null));
    }
}

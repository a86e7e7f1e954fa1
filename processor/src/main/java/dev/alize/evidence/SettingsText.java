package dev.alize.evidence;

import dev.alize.config.Configuration;
import dev.alize.config.KafkaProperty;
import dev.alize.config.KafkaSettings;
import dev.alize.config.SecretReference;
import dev.alize.config.SettingsByKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * A configuration as a list of its settings. A text is shown only where the key says that it is a name; anything else
 * that somebody wrote (descriptions, lists of terms, values of unknown properties) is told by its size.
 */
record SettingsText(Scrubber scrubber) {
    private static final Pattern NAMES = Pattern.compile("pack\\.(name|version)|policies\\.(chain|.*\\.chain)"
            + "|policies\\.overrides\\[\\d+]\\.(tenants|models|capabilities)"
            + "|policy\\..*\\.(action|mode|on_error|direction|kinds|categories|entities|countries|languages|severity)"
            + "|providers\\.targets\\[\\d+]\\.(id|provider|model|provider_type|format|dialect|capabilities|quota_group)"
            + "|topics\\..*|processing\\.(application_id|instance_id|state_dir|value_serde|guarantee)");
    private static final List<String> PREFIXES = List.of(
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.", "topic.");

    private static Set<String> knownProperties() {
        Set<String> known = new HashSet<>(StreamsConfig.configDef().names());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        known.add(KafkaSettings.SCHEMA_REGISTRY_URL);
        return known;
    }

    /** Lines such as {@code providers.targets[0].model: mistral-large-latest}. */
    List<String> lines(Configuration configuration) {
        Set<String> properties = knownProperties();
        return SettingsByKey.of(configuration).entrySet().stream()
                .map(setting -> setting.getKey() + ": " + shown(setting.getKey(), setting.getValue(), properties))
                .map(scrubber::known)
                .toList();
    }

    private String shown(String key, Object value, Set<String> properties) {
        return switch (value) {
            case SecretReference reference -> reference.toString();
            case KafkaProperty.Referenced referenced -> referenced.reference().toString();
            case KafkaProperty.Text text -> property(key.substring("kafka.".length()), text.text(), properties);
            case URI uri -> scrubber.line(withoutQuery(uri.toString()));
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case Enum<?> word -> word.name().toLowerCase(java.util.Locale.ROOT);
            case Duration time -> time.toString();
            default -> NAMES.matcher(key).matches() ? scrubber.line(value.toString()) : size(value);
        };
    }

    private String property(String name, String text, Set<String> properties) {
        String bare = PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
        return !properties.contains(bare) || KafkaSettings.isConfidential(name)
                ? Scrubber.REMOVED
                : scrubber.line(withoutQuery(text));
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?" + Scrubber.REMOVED;
    }

    private static String size(Object value) {
        return switch (value) {
            case Collection<?> list -> "(" + list.size() + " entries)";
            case Map<?, ?> map -> "(" + map.size() + " entries)";
            case Path path -> path.toString();
            case String text -> text.isEmpty() ? "(empty)" : "(text of " + text.length() + " characters)";
            default -> "(set)";
        };
    }
}

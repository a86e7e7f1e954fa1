package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code tenants.bindings}: the topics that are one tenant's alone.
 *
 * @param tenant whose they are, 1 to 256 characters; not {@code default}, which is whoever names nobody
 * @param principal who alone may write requests there, by Kafka's name, such as {@code User:acme}
 * @param requestsTopic where its requests come in; every record in it is its own, whatever the record says
 * @param cancelsTopic where its cancels come in; null where it has none of its own
 * @param responsesTopic where what came in by its topic is answered; null for the common one
 * @param chunksTopic where such answers are streamed; given exactly where {@code responsesTopic} is
 */
public record TenantBinding(
        String tenant,
        String principal,
        String requestsTopic,
        @Nullable String cancelsTopic,
        @Nullable String responsesTopic,
        @Nullable String chunksTopic) {
    /** What a record says that names no tenant. */
    public static final String DEFAULT_TENANT = "default";
    /** Longest name, in characters. */
    public static final int MAX_NAME = 256;

    /** Kafka's form: a type, mostly {@code User}, and a name. */
    private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z][A-Za-z0-9]*:[^\\p{Cntrl}]{1,1024}");

    public TenantBinding {
        if (!isTenant(tenant)) {
            throw new InvalidSettingException(
                    "tenants.bindings", "'" + tenant + "' is no tenant that can have a topic of its own");
        }
        if (!isPrincipal(principal)) {
            throw new InvalidSettingException("tenants.bindings", "'" + principal + "' is no principal");
        }
        if ((responsesTopic == null) != (chunksTopic == null)) {
            throw new InvalidSettingException(
                    "tenants.bindings", "needs both of responses_topic and chunks_topic, or none");
        }
    }

    /** Whether it can be a tenant with a topic of its own. */
    public static boolean isTenant(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars().noneMatch(Character::isISOControl)
                && !name.equals(DEFAULT_TENANT);
    }

    /** Whether it names one principal, and not all of them. */
    public static boolean isPrincipal(String name) {
        return PRINCIPAL.matcher(name).matches() && !name.endsWith(":*");
    }

    /** Its topics by the role that they take the place of, in the order of {@link Topic}. */
    public Map<Topic, String> topics() {
        Map<Topic, String> topics = new EnumMap<>(Topic.class);
        topics.put(Topic.REQUESTS, requestsTopic);
        put(topics, Topic.CANCELS, cancelsTopic);
        put(topics, Topic.RESPONSES, responsesTopic);
        put(topics, Topic.CHUNKS, chunksTopic);
        return Collections.unmodifiableMap(topics);
    }

    private static void put(Map<Topic, String> topics, Topic role, @Nullable String name) {
        if (name != null) {
            topics.put(role, name);
        }
    }

    /** Its topic in a role; empty where it has none of its own. */
    public Optional<String> topic(Topic role) {
        return Optional.ofNullable(topics().get(role));
    }
}

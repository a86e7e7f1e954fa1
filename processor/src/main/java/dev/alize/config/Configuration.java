package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.policies.audit.AuditLoggerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be configured, from one {@code policy-config.yaml}. Immutable; the {@code with} methods give
 * changed copies for runs that start their own broker, registry or simulator.
 *
 * @param pack which configuration this is
 * @param policies the chain and the settings of its policies
 * @param providers targets and how one is chosen
 * @param kafka properties of the clients
 * @param topics names and shapes
 * @param processing the engine
 * @param cache the response cache
 * @param audit keys and seals of the audit trail
 * @param incidents from when on something is an incident
 * @param alerts who is told of incidents
 * @param console who may use the console
 * @param tenants which topic speaks for which tenant
 */
public record Configuration(
        PackSettings pack,
        Policies policies,
        ProviderSettings providers,
        KafkaSettings kafka,
        TopicSettings topics,
        ProcessingSettings processing,
        CacheSettings cache,
        AuditSettings audit,
        IncidentSettings incidents,
        AlertSettings alerts,
        ConsoleSettings console,
        TenantSettings tenants) {
    public Configuration {
        if (isImmutable(policies) && processing.streams().guarantee() != Guarantee.EXACTLY_ONCE_V2) {
            throw new InvalidSettingException(
                    "policy.audit-logger.immutable", "needs processing.guarantee exactly_once_v2");
        }
        ModerationTargets.check(policies, providers);
        BudgetTargets.check(policies, providers);
        tenants.check(topics);
    }

    /**
     * Twelve hexadecimal digits that change with every setting, and with nothing else: neither comments, order or
     * spelling of the file nor what tells instances apart ({@code instance_id}, {@code state_dir}). Computed at each
     * call: keep it.
     */
    public String version() {
        StreamsSettings anywhere = processing.streams().withInstance(null, Path.of(""));
        return Fingerprint.of(List.of(
                pack,
                policies,
                providers,
                kafka,
                topics,
                processing.withStreams(anywhere),
                cache,
                audit,
                incidents,
                alerts,
                console,
                tenants));
    }

    /**
     * Twelve hexadecimal digits that change with everything that decides which answers a request may get: the policies,
     * their settings and overrides, the groups of models, and what is called at each target. They do not change with
     * prices, limits, timeouts or anything else. Computed at each call: keep it.
     */
    public String answersVersion() {
        List<Object> called = providers.targets().stream()
                .<Object>map(target -> List.of(
                        target.id(),
                        target.provider(),
                        target.model(),
                        target.baseUrl().toString(),
                        target.routing().capabilities().stream().sorted().toList()))
                .toList();
        return Fingerprint.of(List.of(policies, providers.modelGroups(), called));
    }

    /** Whether the audit trail is chained and sealed. */
    public boolean isImmutable() {
        return isImmutable(policies);
    }

    private static boolean isImmutable(Policies policies) {
        return policies.inChain(AuditLoggerSettings.class)
                .map(AuditLoggerSettings::immutable)
                .orElse(false);
    }

    /** What is allowed, but has no effect in this version, or is unwise: a sentence for each, with its key. */
    public List<String> warnings() {
        return Warnings.of(this);
    }

    /** Why the secrets that this configuration refers to cannot be read now: a sentence for each; none if all can. */
    public List<String> unreadableSecrets(Environment environment) {
        return UnreadableSecrets.of(this, environment);
    }

    /**
     * The target that a policy asks for its opinion.
     *
     * @param id null for the first that speaks Mistral's dialect; empty where there is none
     */
    public Optional<String> moderator(@Nullable String id) {
        return ModerationTargets.idOf(id, providers);
    }

    /** How long a topic is kept: as configured, the audit trail as its policy says. Not for a topic that is kept for good. */
    public Duration retention(Topic topic) {
        return switch (topic) {
            case AUDIT, AUDIT_CHECKPOINTS ->
                Duration.ofDays(policies.inChain(AuditLoggerSettings.class)
                        .orElse(AuditLoggerSettings.DEFAULT)
                        .retentionDays());
            case QUOTA_SHARES -> TopicSettings.SHARES_RETENTION;
            case CACHE -> cache.longest();
            default -> topics.retention().getOrDefault(topic, TopicSettings.defaultRetention(topic));
        };
    }

    /** The topic of a role that a tenant uses: its own where it has one, else that of all. */
    public String topic(Topic role, String tenant) {
        return tenants.binding(tenant).flatMap(binding -> binding.topic(role)).orElseGet(() -> topics.name(role));
    }

    /** Other Kafka properties, such as {@code bootstrap.servers} and {@code schema.registry.url}. */
    public Configuration withKafka(Map<String, String> changes) {
        return new Configuration(
                pack,
                policies,
                providers,
                kafka.with(changes),
                topics,
                processing,
                cache,
                audit,
                incidents,
                alerts,
                console,
                tenants);
    }

    public Configuration withPartitions(int partitions) {
        return new Configuration(
                pack,
                policies,
                providers,
                kafka,
                topics.withPartitions(partitions),
                processing,
                cache,
                audit,
                incidents,
                alerts,
                console,
                tenants);
    }

    /** Other keys of the audit trail. */
    public Configuration withAuditKeys(SecretReference hashKey, SecretReference signingKey) {
        AuditSettings keyed =
                new AuditSettings(hashKey, signingKey, audit.checkpointEvents(), audit.checkpointInterval());
        return new Configuration(
                pack,
                policies,
                providers,
                kafka,
                topics,
                processing,
                cache,
                keyed,
                incidents,
                alerts,
                console,
                tenants);
    }

    /** Another application id, instance or state directory. */
    public Configuration withStreams(UnaryOperator<StreamsSettings> change) {
        ProcessingSettings changed = processing.withStreams(change.apply(processing.streams()));
        return new Configuration(
                pack, policies, providers, kafka, topics, changed, cache, audit, incidents, alerts, console, tenants);
    }

    /** Every target changed, such as {@code target -> target.withEndpoint(simulator, key)}. */
    public Configuration withTargets(UnaryOperator<TargetSettings> change) {
        List<TargetSettings> changed = providers.targets().stream().map(change).toList();
        return new Configuration(
                pack,
                policies,
                providers.withTargets(changed),
                kafka,
                topics,
                processing,
                cache,
                audit,
                incidents,
                alerts,
                console,
                tenants);
    }
}

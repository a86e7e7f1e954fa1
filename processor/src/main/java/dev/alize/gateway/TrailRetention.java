package dev.alize.gateway;

import dev.alize.client.Connection;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.policies.audit.AuditLoggerSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the topics of the audit trail and of its seals keep records as long as {@code policy.audit-logger.retention_days}
 * says. Where the chain does not name the policy, the topics stay as somebody made them.
 */
final class TrailRetention {
    private static final Logger log = LoggerFactory.getLogger(TrailRetention.class);

    private TrailRetention() {}

    /** Sets it where it differs. What the brokers refuse is said in the log: the gateway needs no right to do this. */
    static void follow(Connection connection, Configuration configuration) {
        if (configuration.policies().inChain(AuditLoggerSettings.class).isEmpty()) {
            return;
        }
        try (Admin admin = connection.admin()) {
            var changes = changes(configuration, kept(admin, connection, configuration));
            if (!changes.isEmpty()) {
                var unused =
                        connection.await(admin.incrementalAlterConfigs(changes).all());
                changes.forEach((topic, change) -> log.atInfo()
                        .addKeyValue("topic", topic.name())
                        .addKeyValue(
                                TopicConfig.RETENTION_MS_CONFIG,
                                change.iterator().next().configEntry().value())
                        .log("The topic keeps records as policy.audit-logger.retention_days says"));
            }
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("problem", e instanceof UnreachableException ? e.getMessage() : e.toString())
                    .addKeyValue(
                            TopicConfig.RETENTION_MS_CONFIG,
                            configuration.retention(Topic.AUDIT).toMillis())
                    .log("The retention of the audit trail could not be set; set it with kafka-configs");
        }
    }

    private static Map<ConfigResource, String> kept(Admin admin, Connection connection, Configuration configuration) {
        List<ConfigResource> topics = List.of(
                new ConfigResource(
                        ConfigResource.Type.TOPIC, configuration.topics().name(Topic.AUDIT)),
                new ConfigResource(
                        ConfigResource.Type.TOPIC, configuration.topics().name(Topic.AUDIT_CHECKPOINTS)));
        Map<ConfigResource, String> kept = new HashMap<>();
        Map<ConfigResource, Config> configs =
                connection.await(admin.describeConfigs(topics).all());
        configs.forEach((topic, config) ->
                kept.put(topic, config.get(TopicConfig.RETENTION_MS_CONFIG).value()));
        return kept;
    }

    /** @param kept {@code retention.ms} of the topics as they are */
    static Map<ConfigResource, Collection<AlterConfigOp>> changes(
            Configuration configuration, Map<ConfigResource, String> kept) {
        String wanted = Long.toString(configuration.retention(Topic.AUDIT).toMillis());
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        kept.forEach((topic, retention) -> {
            if (!wanted.equals(retention)) {
                ConfigEntry entry = new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, wanted);
                changes.put(topic, List.of(new AlterConfigOp(entry, OpType.SET)));
            }
        });
        return changes;
    }
}

package dev.alize.client;

import dev.alize.config.Configuration;
import dev.alize.config.TenantBinding;
import dev.alize.config.Topic;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What the principals of tenants must be allowed on the topics of their own. Each operation allows Describe as well. */
public final class TenantAcls {
    private static final String ANY_HOST = "*";

    private TenantAcls() {}

    /** For each binding in its order: to write requests and cancels, to read responses and chunks. */
    static List<AclBinding> of(Configuration configuration) {
        return configuration.tenants().bindings().stream()
                .flatMap(binding -> binding.topics().entrySet().stream()
                        .map(topic -> allow(binding, operation(topic.getKey()), topic.getValue())))
                .toList();
    }

    /** What the owner of a topic does there. */
    static AclOperation operation(Topic role) {
        return role == Topic.RESPONSES || role == Topic.CHUNKS ? AclOperation.READ : AclOperation.WRITE;
    }

    private static AclBinding allow(TenantBinding binding, AclOperation operation, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(binding.principal(), ANY_HOST, operation, AclPermissionType.ALLOW));
    }

    /**
     * Makes those of a configuration; one that is there already stays.
     *
     * @throws UnreachableException where the brokers have no authorizer, do not answer, or refuse
     */
    public static void create(Connection connection, Configuration configuration) {
        try (Admin admin = connection.admin()) {
            connection.await(admin.createAcls(of(configuration)).all());
        } catch (UnreachableException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                throw new UnreachableException(
                        "Kafka at " + connection.brokers() + ": got brokers without an authorizer, which keep no ACLs;"
                                + " expected one (authorizer.class.name). Until then anybody may write to the topics of"
                                + " tenants",
                        e.getCause());
            }
            throw e;
        }
    }

    /** Those of a configuration in words, such as {@code User:acme to write topic llm.requests.acme}. */
    public static List<String> words(Configuration configuration) {
        return of(configuration).stream()
                .map(acl -> acl.entry().principal() + " to "
                        + acl.entry().operation().name().toLowerCase(Locale.ROOT) + " topic "
                        + acl.pattern().name())
                .toList();
    }
}

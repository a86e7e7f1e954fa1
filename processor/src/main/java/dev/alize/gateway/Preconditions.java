package dev.alize.gateway;

import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.TenantAccess;
import dev.alize.client.TenantAccess.Seen;
import dev.alize.client.TopicCheck;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Guarantee;
import dev.alize.config.StartMitigations;
import dev.alize.control.TrailSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be there before an instance starts. */
final class Preconditions {
    private static final Logger log = LoggerFactory.getLogger(Preconditions.class);

    private Preconditions() {}

    /**
     * Checks the switch, the secrets and other variables, the ways to the targets, the broker and the topics, in this order. Too few file
     * descriptors are a warning: they are missed under load only.
     *
     * @return the way to the cluster, with its secrets
     * @throws GatewayStartException with everything that is missing
     * @throws dev.alize.client.UnreachableException where the brokers do not answer
     */
    static Connection check(Configuration configuration, Environment environment) {
        if (!configuration.pack().enabled()) {
            throw new GatewayStartException("pack.enabled: got false, expected true to run");
        }
        if (configuration.processing().streams().guarantee() == Guarantee.AT_LEAST_ONCE) {
            throw new GatewayStartException("processing.guarantee: got at_least_once, expected exactly_once_v2: without"
                    + " transactions a crash can leave an answered row without its response");
        }
        List<String> environmental = new ArrayList<>(configuration.unreadableSecrets(environment));
        environmental.addAll(StartMitigations.problems(environment));
        refuse(environmental);
        try {
            var keys = TrailSecrets.of(configuration, environment, "check");
            if (keys.hash() == null) {
                log.atWarn()
                        .addKeyValue(
                                "key",
                                "audit.secret_key_ref (" + configuration.audit().hashKey() + ")")
                        .log("Without this key the audit trail has neither hashes of texts nor subjects");
            }
        } catch (IllegalArgumentException e) {
            refuse(List.of(String.valueOf(e.getMessage())));
        }
        refuse(Providers.problems(configuration, environment));
        FileDescriptors.warning(FileDescriptors.limit(), configuration)
                .ifPresent(
                        warning -> log.atWarn().addKeyValue("warning", warning).log("File descriptors"));
        Connection connection = Connection.of(configuration, environment);
        try (Admin admin = connection.admin()) {
            refuse(TopicCheck.check(admin, connection, configuration).stream()
                    .map(Problem::toString)
                    .toList());
            refuse(GroupCheck.problems(admin, connection, configuration));
            refuse(TopicLimits.problems(admin, connection, configuration));
            refuse(TopicTimes.problems(admin, connection, configuration));
            tenants(admin, connection, configuration);
        }
        return connection;
    }

    /** The gateway cannot tell who wrote a record: it can only say that others may. */
    private static void tenants(Admin admin, Connection connection, Configuration configuration) {
        if (configuration.tenants().bindings().isEmpty()) {
            return;
        }
        switch (TenantAccess.look(admin, connection, configuration)) {
            case Seen.Acls acls ->
                acls.problems()
                        .forEach(problem ->
                                log.atWarn().addKeyValue("problem", problem).log("ACLs of tenants"));
            case Seen.NoAuthorizer none ->
                log.atWarn().log("Without an authorizer on the brokers anybody may write to the topics of tenants");
            case Seen.Denied denied ->
                log.atInfo()
                        .addKeyValue("reason", denied.reason())
                        .log("Who may write to the topics of tenants is not known: that needs Describe on the cluster");
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new GatewayStartException(problems.stream()
                    .collect(
                            Collectors.joining("\n  ", "The gateway cannot start (" + problems.size() + "):\n  ", "")));
        }
    }
}

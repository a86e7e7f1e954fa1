package dev.alize.client;

import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import dev.alize.config.TenantBinding;
import dev.alize.config.TenantSettings.Claims;
import dev.alize.config.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Whether the brokers let nobody but a tenant's principal speak for it, and nobody but the gateway answer it, as far as
 * their ACLs say: super users, groups of principals and rules of other authorizers are not among them. Which principal the
 * gateway has, no ACL says: it is one of those that are trusted.
 */
public final class TenantAccess {
    private static final String EVERYBODY = "User:*";
    private static final AclBindingFilter OF_TOPICS = new AclBindingFilter(
            new ResourcePatternFilter(ResourceType.TOPIC, null, PatternType.ANY), AccessControlEntryFilter.ANY);
    /** Where tenants may write, as far as they may be named there. */
    private static final Set<Topic> IN = Set.of(Topic.REQUESTS, Topic.REQUESTS_INTERACTIVE, Topic.CANCELS);

    private final Configuration configuration;
    private final Collection<AclBinding> acls;
    private final List<Problem> problems = new ArrayList<>();

    private TenantAccess(Configuration configuration, Collection<AclBinding> acls) {
        this.configuration = configuration;
        this.acls = acls;
    }

    /** What came of looking at the ACLs. */
    public sealed interface Seen {
        /** @param problems whoever may do what he should not, or may not what he should */
        record Acls(List<Problem> problems) implements Seen {
            public Acls {
                problems = List.copyOf(problems);
            }
        }

        /** The brokers have no authorizer: everybody may do everything. */
        record NoAuthorizer() implements Seen {}

        /** @param reason why the ACLs cannot be seen: the principal that asks needs Describe on the cluster */
        record Denied(String reason) implements Seen {}
    }

    /**
     * Asks the brokers.
     *
     * @throws UnreachableException where they do not answer
     */
    public static Seen look(Admin admin, Connection connection, Configuration configuration) {
        try {
            return new Seen.Acls(problems(
                    configuration,
                    connection.await(admin.describeAcls(OF_TOPICS).values())));
        } catch (UnreachableException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                return new Seen.NoAuthorizer();
            }
            if (e.getCause() instanceof AuthorizationException denied) {
                return new Seen.Denied(String.valueOf(denied.getMessage()));
            }
            throw e;
        }
    }

    /** What is wrong with these ACLs; they may be those of all topics. */
    static List<Problem> problems(Configuration configuration, Collection<AclBinding> acls) {
        TenantAccess access = new TenantAccess(configuration, acls);
        configuration.tenants().bindings().forEach(access::own);
        access.common();
        return List.copyOf(access.problems);
    }

    /** On a tenant's topics the tenant is at one end, and the gateway at the other. */
    private void own(TenantBinding binding) {
        Set<String> owner = Set.of(binding.principal());
        binding.topics().forEach((role, topic) -> {
            AclOperation operation = TenantAcls.operation(role);
            others(binding, topic, operation, owner);
            if (among(owner, topic, operation).isEmpty()) {
                problem(
                        topic,
                        binding.principal() + " may not " + verb(operation),
                        "that it may, since it is the topic of tenant " + binding.tenant()
                                + "; alize topics create --acls allows it");
            }
            if (operation == AclOperation.WRITE) {
                others(binding, topic, AclOperation.READ, owner);
            } else {
                others(binding, topic, AclOperation.WRITE, Set.of());
            }
        });
    }

    /** @param meant who does it there, beside those who are trusted */
    private void others(TenantBinding binding, String topic, AclOperation operation, Set<String> meant) {
        Set<String> others = allowed(topic, operation);
        others.removeAll(meant);
        others.removeAll(configuration.tenants().trustedPrincipals());
        if (!others.isEmpty()) {
            problem(
                    topic,
                    String.join(", ", others) + " may " + verb(operation),
                    (meant.isEmpty() ? "the gateway" : binding.principal()) + " alone, since it is the topic of tenant "
                            + binding.tenant()
                            + "; take the ACL away with kafka-acls, or name the principal, as that of the gateway, in"
                            + " tenants.trusted_principals");
        }
    }

    /** A tenant that can write where others are named, or read what others are told, is not kept to itself. */
    private void common() {
        Set<String> bound = owners(binding -> true);
        Set<String> answeredApart = owners(binding -> binding.responsesTopic() != null);
        answeredApart.removeAll(owners(binding -> binding.responsesTopic() == null));
        for (Plan plan : TopicLayout.common(configuration)) {
            boolean isOpen =
                    IN.contains(plan.topic()) && configuration.tenants().claims() != Claims.ANY;
            Set<String> writers = among(bound, plan.name(), AclOperation.WRITE);
            if (!isOpen && !writers.isEmpty()) {
                problem(
                        plan.name(),
                        String.join(", ", writers) + " may " + verb(AclOperation.WRITE),
                        IN.contains(plan.topic())
                                ? "none that is bound to a tenant: with tenants.claims any, it can name every tenant there"
                                : "none that is bound to a tenant: only the gateway and its operators write there");
            }
            if (plan.topic() == Topic.RESPONSES || plan.topic() == Topic.CHUNKS) {
                Set<String> readers = among(answeredApart, plan.name(), AclOperation.READ);
                if (!readers.isEmpty()) {
                    problem(
                            plan.name(),
                            String.join(", ", readers) + " may " + verb(AclOperation.READ),
                            "none that has a topic of its own: other tenants are answered there");
                }
            }
        }
    }

    private static String verb(AclOperation operation) {
        return operation == AclOperation.READ ? "read it" : "write to it";
    }

    private Set<String> owners(Predicate<TenantBinding> which) {
        return configuration.tenants().bindings().stream()
                .filter(which)
                .map(TenantBinding::principal)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of these principals that may, with {@value #EVERYBODY} where that lets one of them. */
    private Set<String> among(Set<String> these, String topic, AclOperation operation) {
        Set<String> among = allowed(topic, operation);
        Set<String> denied = principals(topic, operation, AclPermissionType.DENY);
        among.removeIf(one -> one.equals(EVERYBODY) ? denied.containsAll(these) : !these.contains(one));
        return among;
    }

    /** The principals that may do this on a topic, {@value #EVERYBODY} among them; in alphabetical order. */
    private Set<String> allowed(String topic, AclOperation operation) {
        Set<String> allowed = principals(topic, operation, AclPermissionType.ALLOW);
        Set<String> denied = principals(topic, operation, AclPermissionType.DENY);
        allowed.removeIf(principal -> denied.contains(principal) || denied.contains(EVERYBODY));
        return allowed;
    }

    private Set<String> principals(String topic, AclOperation operation, AclPermissionType permission) {
        return acls.stream()
                .filter(acl -> covers(acl.pattern(), topic))
                .filter(acl -> acl.entry().permissionType() == permission)
                .filter(acl ->
                        acl.entry().operation() == operation || acl.entry().operation() == AclOperation.ALL)
                .filter(acl -> permission == AclPermissionType.ALLOW
                        || acl.entry().host().equals("*"))
                .map(acl -> acl.entry().principal())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean covers(ResourcePattern pattern, String topic) {
        return switch (pattern.patternType()) {
            case LITERAL -> pattern.name().equals(topic) || pattern.name().equals("*");
            case PREFIXED -> topic.startsWith(pattern.name());
            case UNKNOWN, ANY, MATCH -> false;
        };
    }

    private void problem(String topic, String got, String expected) {
        problems.add(new Problem("topic " + topic, got, expected));
    }
}

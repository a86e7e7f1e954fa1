package dev.alize.client;

import static java.util.Map.entry;

import dev.alize.config.Configuration;
import dev.alize.config.KafkaSettings;
import dev.alize.config.Topic;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ControlCommand;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.Erasure;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.Incident;
import dev.alize.schemas.RetryTicket;
import dev.alize.schemas.ShareBeat;
import dev.alize.schemas.UsageRow;
import dev.alize.schemas.registry.RegisteredSchema;
import dev.alize.schemas.registry.RegistryClient;
import dev.alize.schemas.registry.RegistryConfig;
import dev.alize.schemas.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** The schemas of the topics' values in the registry, under Confluent's TopicNameStrategy. */
public final class SchemaSubjects {
    /** Old readers read new records, and new readers read all old ones. */
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private SchemaSubjects() {}

    /**
     * A schema in the registry.
     *
     * @param subject such as {@code llm.requests-value}
     * @param id over all subjects
     * @param version in its subject, from 1
     */
    public record Registered(String subject, int id, int version) {}

    /**
     * Registers every schema and fixes the compatibility of its subject. Can be repeated.
     *
     * @throws UnreachableException where the registry does not answer, or refuses a schema
     */
    public static List<Registered> register(Connection connection, Configuration configuration) {
        try (RegistryClient registry =
                connection.guarded(() -> new RegistryClient(RegistryConfig.of(connection.registry())))) {
            List<Registered> registered = new ArrayList<>();
            schemas(configuration).forEach((subject, schema) -> {
                registry.register(subject, schema, false);
                registry.setCompatibility(subject, COMPATIBILITY);
                RegisteredSchema latest = registry.latest(subject);
                registered.add(new Registered(subject, latest.id(), latest.version()));
            });
            return registered;
        } catch (RegistryException e) {
            throw new UnreachableException(
                    e.getMessage() + " (property kafka." + KafkaSettings.SCHEMA_REGISTRY_URL + ")", e);
        }
    }

    /** The subjects that a registry has for the topics, and those that it should have besides. */
    public record Subjects(List<String> there, List<String> missing) {}

    /**
     * Looks, and changes nothing.
     *
     * @throws UnreachableException where the registry does not answer
     */
    public static Subjects look(Connection connection, Configuration configuration) {
        try (RegistryClient registry =
                connection.guarded(() -> new RegistryClient(RegistryConfig.of(connection.registry())))) {
            List<String> known = registry.subjects();
            Map<Boolean, List<String>> parts =
                    schemas(configuration).keySet().stream().collect(Collectors.partitioningBy(known::contains));
            return new Subjects(parts.getOrDefault(true, List.of()), parts.getOrDefault(false, List.of()));
        } catch (RegistryException e) {
            throw new UnreachableException(
                    e.getMessage() + " (property kafka." + KafkaSettings.SCHEMA_REGISTRY_URL + ")", e);
        }
    }

    /** The schema of each subject. */
    static Map<String, Schema> schemas(Configuration configuration) {
        Map<Topic, Schema> values = Map.ofEntries(
                entry(Topic.REQUESTS, CompletionRequest.getClassSchema()),
                entry(Topic.CANCELS, Cancellation.getClassSchema()),
                entry(Topic.RESPONSES, CompletionResponse.getClassSchema()),
                entry(Topic.CHUNKS, CompletionChunk.getClassSchema()),
                entry(Topic.RETRIES, RetryTicket.getClassSchema()),
                entry(Topic.FALLBACKS, FallbackTicket.getClassSchema()),
                entry(Topic.DEAD_LETTERS, DeadLetter.getClassSchema()),
                entry(Topic.AUDIT, AuditEvent.getClassSchema()),
                entry(Topic.CONTROL, ControlCommand.getClassSchema()),
                entry(Topic.QUOTA_SHARES, ShareBeat.getClassSchema()),
                entry(Topic.CACHE, CachedAnswer.getClassSchema()),
                entry(Topic.AUDIT_CHECKPOINTS, AuditCheckpoint.getClassSchema()),
                entry(Topic.ERASURES, Erasure.getClassSchema()),
                entry(Topic.USAGE, UsageRow.getClassSchema()),
                entry(Topic.BUDGET_CLAIMS, BudgetClaim.getClassSchema()),
                entry(Topic.BUDGETS, BudgetGrant.getClassSchema()),
                entry(Topic.INCIDENTS, Incident.getClassSchema()));
        Map<String, Schema> subjects = new TreeMap<>();
        values.forEach((role, schema) ->
                TopicLayout.of(configuration, role).forEach(plan -> subjects.put(plan.name() + "-value", schema)));
        return subjects;
    }
}

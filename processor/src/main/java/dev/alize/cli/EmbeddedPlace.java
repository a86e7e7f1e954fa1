package dev.alize.cli;

import dev.alize.audit.chain.Signer;
import dev.alize.client.Connection;
import dev.alize.client.TopicCreation;
import dev.alize.config.AlertSettings;
import dev.alize.config.AuditSettings;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.KafkaSettings;
import dev.alize.config.SecretReference;
import dev.alize.config.TargetSettings;
import dev.alize.config.TopicSettings;
import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.EmbeddedStack;
import dev.alize.gateway.Gateway;
import dev.alize.gateway.GatewayStartException;
import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.StreamShape;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Everything on this machine: broker and registry as child processes, simulator and gateway in this process. */
final class EmbeddedPlace implements Place {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    /** Of the simulator: a realistic median, so that a run looks like one. */
    private static final Duration LATENCY = Duration.ofMillis(200);

    /** So that a streamed answer is seen to grow. */
    private static final Duration TOKEN_INTERVAL = Duration.ofMillis(20);

    private static final double LATENCY_SIGMA = 0.4;

    /** What was started, last first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private final PrintWriter err;
    private Configuration configuration;

    private EmbeddedPlace(Configuration configuration, PrintWriter err) {
        this.configuration = configuration;
        this.err = err;
    }

    /**
     * Starts all parts and returns when the gateway answers.
     *
     * @param options brokers, ports, and where state is kept
     */
    static EmbeddedPlace start(
            Configuration configuration, Environment environment, EmbeddedOptions options, PrintWriter err) {
        EmbeddedPlace place = new EmbeddedPlace(configuration, err);
        try {
            place.startStack(options);
            place.startSimulator(environment);
            place.keyTrail(environment);
            place.createTopics(environment);
            place.startGateway(environment);
            return place;
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private void startStack(EmbeddedOptions options) {
        Path dataDirectory = options.dataDirectory();
        EmbeddedStack stack = started(EmbeddedStack.start(options));
        say("Kafka at " + stack.bootstrapServers() + ", schema registry at " + stack.registryUrl()
                + (dataDirectory == null ? ", both temporary (--data-dir keeps them)" : ", kept in " + dataDirectory));
        Path state = stack.logs().resolveSibling("gateway");
        configuration = onEmbeddedBrokers(configuration)
                .withKafka(Map.of(
                        KafkaSettings.BOOTSTRAP_SERVERS, stack.bootstrapServers(),
                        KafkaSettings.SCHEMA_REGISTRY_URL, stack.registryUrl()))
                .withStreams(streams -> streams.withInstance(streams.instanceId(), state));
    }

    /**
     * Neither the access to a production cluster nor its replication factor fit here: these brokers know theirs. Nobody is
     * told of simulated incidents.
     */
    static Configuration onEmbeddedBrokers(Configuration given) {
        TopicSettings topics = given.topics();
        return new Configuration(
                given.pack(),
                given.policies(),
                given.providers(),
                new KafkaSettings(Map.of()),
                new TopicSettings(topics.partitions(), -1, topics.names(), topics.retention()),
                given.processing(),
                given.cache(),
                given.audit(),
                given.incidents(),
                AlertSettings.DEFAULT,
                given.console(),
                given.tenants());
    }

    private void startSimulator(Environment environment) {
        Optional<TargetSettings> keyless = configuration.providers().targets().stream()
                .filter(target -> !hasKey(target, environment))
                .findFirst();
        if (keyless.isEmpty()) {
            TargetSettings target = configuration.providers().targets().getFirst();
            say("Target " + target.id() + " at " + target.baseUrl());
            return;
        }
        SimulatedMistral simulator =
                started(SimulatedMistral.start(SimulatorOptions.DEFAULT.withBehaviour(Behaviour.GOOD
                        .with(new Latency.Lognormal(LATENCY, LATENCY_SIGMA))
                        .with(StreamShape.PLAIN.withInterval(TOKEN_INTERVAL)))));
        say("Simulated Mistral at " + simulator.baseUrl() + ", since there is no key in "
                + keyless.get().key());
        configuration = configuration.withTargets(target -> hasKey(target, environment)
                ? target
                : target.simulatedBy(simulator.baseUrl(), new SecretReference.Given("simulated")));
    }

    /** A trail that nobody gave keys for gets some that live as long as this run. */
    private void keyTrail(Environment environment) {
        AuditSettings audit = configuration.audit();
        boolean hashed = audit.hashKey().in(environment).isReadable();
        boolean signed = audit.signingKey().in(environment).isReadable() || !configuration.isImmutable();
        if (hashed && signed) {
            return;
        }
        Signer.Pair pair = Signer.generate();
        configuration = configuration.withAuditKeys(
                hashed
                        ? audit.hashKey()
                        : new SecretReference.Given(UUID.randomUUID().toString()),
                signed ? audit.signingKey() : new SecretReference.Given(pair.privateKey()));
        if (!signed) {
            say("The audit trail is sealed with a key made for this run, since there is none in " + audit.signingKey());
        }
    }

    private static boolean hasKey(TargetSettings target, Environment environment) {
        try {
            return target.key() == null
                    || !target.key().in(environment).reveal().isEmpty();
        } catch (IllegalStateException missing) {
            return false;
        }
    }

    private void createTopics(Environment environment) {
        TopicCreation.create(Connection.of(configuration, environment), configuration, false);
    }

    private void startGateway(Environment environment) {
        Gateway gateway = started(Gateway.start(configuration, environment));
        try {
            if (!gateway.awaitRunning(START_PATIENCE)) {
                throw new GatewayStartException("The embedded gateway: got no partitions within "
                        + START_PATIENCE.toSeconds() + " s; expected it to run (--debug shows its log)");
            }
            say("Gateway " + gateway.instance() + " runs with configuration " + configuration.version());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayStartException("The embedded gateway: interrupted at its start", e);
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    private void say(String sentence) {
        err.println(sentence);
        err.flush();
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    /** Stops all parts, the last one first, whatever fails. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                say("Stopping " + part.getClass().getSimpleName() + " failed: " + e.getMessage());
            }
        }
    }
}

package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.SchemaSubjects;
import dev.alize.client.TopicCreation;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.KafkaSettings;
import dev.alize.embedded.EmbeddedStack;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize stack}: Kafka and a schema registry on this machine, until it is stopped. */
@Command(
        name = "stack",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a Kafka broker and a schema registry on this machine until it is stopped (SIGTERM or Ctrl-C).",
            "Creates the topics and registers the schemas of the configuration, then prints where both are."
                    + " For development and tests: everything listens on 127.0.0.1."
        },
        footer = {
            "",
            "Examples:",
            "  alize stack --kafka-port 9092 --registry-port 8081 --data-dir ~/alize-data",
            "  alize stack --json"
        })
final class Stack implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the addresses as one JSON object on a line.")
    private boolean json;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Mixin
    private StackFlags stack = new StackFlags();

    @Override
    public Integer call() throws InterruptedException {
        Configuration read = EmbeddedPlace.onEmbeddedBrokers(configuration.read());
        Environment environment = Environment.ofProcess();
        try (Interruption interruption = Interruption.watch();
                EmbeddedStack started = EmbeddedStack.start(stack.options())) {
            Configuration here = read.withKafka(Map.of(
                    KafkaSettings.BOOTSTRAP_SERVERS, started.bootstrapServers(),
                    KafkaSettings.SCHEMA_REGISTRY_URL, started.registryUrl()));
            Connection connection = Connection.of(here, environment);
            TopicCreation.create(connection, here, false);
            SchemaSubjects.register(connection, here);
            tell(started);
            interruption.await();
            return 0;
        }
    }

    private void tell(EmbeddedStack started) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.printf(
                    "{\"bootstrap_servers\":\"%s\",\"schema_registry_url\":\"%s\"}%n",
                    started.bootstrapServers(), started.registryUrl());
        } else {
            out.printf(
                    "kafka:%n  bootstrap.servers: %s%n  schema.registry.url: %s%n",
                    started.bootstrapServers(), started.registryUrl());
        }
        out.flush();
    }
}

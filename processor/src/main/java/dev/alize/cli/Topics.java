package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.TenantAcls;
import dev.alize.client.TopicCreation;
import dev.alize.client.TopicCreation.Done;
import dev.alize.client.TopicGrowth;
import dev.alize.client.TopicGrowth.Step;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.TopicSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize topics}: the topics of the gateway. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "The topics of the gateway.",
        subcommands = {Topics.Create.class, Topics.Grow.class})
final class Topics implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand; expected 'create' or 'grow'");
    }

    /** {@code alize topics create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Creates the topics that are missing. A topic that exists is never altered.",
                "Where tenants have topics of their own, it says which ACLs their principals need; --acls makes them."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:all topics are there",
                "2:one has another number of partitions, Kafka cannot be reached, or has no authorizer for --acls"
            },
            footer = {"", "Example:", "  alize topics create --policy-config policy-config.yaml --dry-run"})
    static final class Create implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(names = "--dry-run", description = "Only tell what would be done.")
        private boolean dryRun;

        @Option(names = "--acls", description = "Also allow the principals of tenants what they need on their topics.")
        private boolean acls;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() {
            Configuration read = configuration.read();
            Connection connection = Connection.of(read, Environment.ofProcess());
            for (Done done : TopicCreation.create(connection, read, dryRun)) {
                String what = done.existed() ? "exists  " : dryRun ? "missing " : "created ";
                spec.commandLine().getOut().println(what + done.plan());
            }
            allow(connection, read);
            return 0;
        }

        private void allow(Connection connection, Configuration read) {
            List<String> needed = TenantAcls.words(read);
            boolean makes = acls && !dryRun && !needed.isEmpty();
            if (makes) {
                TenantAcls.create(connection, read);
            }
            needed.forEach(acl -> spec.commandLine().getOut().println((makes ? "allowed " : "to allow ") + acl));
        }
    }

    /** {@code alize topics grow}. */
    @Command(
            name = "grow",
            mixinStandardHelpOptions = true,
            description = {
                "Gives the topics more partitions, the application's changelog included; those that have one partition keep it."
                        + " All instances must be stopped.",
                "Open requests stay in their partition and are answered after the next start. Producers that choose"
                        + " the partition by the key's hash write most keys to another partition from then on: what"
                        + " was answered before is not recognised as a repeat, a cancel does not find what is open,"
                        + " and an ordering key does not wait for what is open. So let the application answer"
                        + " everything, and stop the producers, before it is stopped."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:all topics have the number",
                "2:an instance runs, a topic is missing or larger, or Kafka cannot be reached"
            },
            footer = {"", "Example:", "  alize topics grow --partitions 12 --policy-config policy-config.yaml --dry-run"
            })
    static final class Grow implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(
                names = "--partitions",
                required = true,
                paramLabel = "N",
                description = "How many partitions each topic shall have.")
        private int partitions;

        @Option(names = "--dry-run", description = "Only tell what would be done.")
        private boolean dryRun;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() {
            if (partitions < TopicSettings.PARTITIONS.min() || partitions > TopicSettings.PARTITIONS.max()) {
                throw new ParameterException(
                        spec.commandLine(), "--partitions: got " + partitions + ", expected 1 to 10,000");
            }
            Configuration read = configuration.read();
            Connection connection = Connection.of(read, Environment.ofProcess());
            PrintWriter out = spec.commandLine().getOut();
            for (Step step : TopicGrowth.grow(connection, read, partitions, dryRun)) {
                out.println((dryRun ? "to grow " : "grown   ") + step.topic() + ": " + step.before() + " to "
                        + step.after() + " partitions");
            }
            if (read.topics().partitions() != partitions) {
                out.println("Set topics.partitions: " + partitions + " in the configuration of every instance");
            }
            return 0;
        }
    }
}

package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.TopicCreation;
import dev.alize.client.TopicCreation.Done;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
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
        subcommands = Topics.Create.class)
final class Topics implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand; expected 'create'");
    }

    /** {@code alize topics create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Creates the topics that are missing. A topic that exists is never altered.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:all topics are there",
                "2:one has another number of partitions, or Kafka cannot be reached"
            },
            footer = {"", "Example:", "  alize topics create --policy-config policy-config.yaml --dry-run"})
    static final class Create implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(names = "--dry-run", description = "Only tell what would be done.")
        private boolean dryRun;

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
            return 0;
        }
    }
}

package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.SchemaSubjects;
import dev.alize.client.SchemaSubjects.Registered;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize schemas}: the schemas of what travels on the topics. */
@Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        description = "The schemas of what travels on the topics.",
        subcommands = Schemas.Register.class)
final class Schemas implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand; expected 'register'");
    }

    /** {@code alize schemas register}. */
    @Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = {
                "Registers the schemas of all topics and sets the compatibility of their subjects to "
                        + SchemaSubjects.COMPATIBILITY + ".",
                "For clusters where applications may not register schemas themselves. Can be repeated."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all schemas are there", "2:the registry cannot be reached, or refuses one"},
            footer = {"", "Example:", "  alize schemas register --schema-registry https://registry.example.com"})
    static final class Register implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() {
            Configuration read = configuration.read();
            Connection connection = Connection.of(read, Environment.ofProcess());
            for (Registered schema : SchemaSubjects.register(connection, read)) {
                spec.commandLine()
                        .getOut()
                        .printf("%-28s id %-4d version %d%n", schema.subject(), schema.id(), schema.version());
            }
            return 0;
        }
    }
}

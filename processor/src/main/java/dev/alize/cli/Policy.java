package dev.alize.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize policy}: what can be done with a configuration without running it. */
@Command(
        name = "policy",
        description = "Work with configuration files.",
        subcommands = {PolicyLint.class, PolicyTest.class, PolicySchema.class, PolicyEvaluate.class, PolicyTrain.class},
        mixinStandardHelpOptions = true)
final class Policy implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        String names = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "Missing subcommand; expected one of " + names);
    }
}

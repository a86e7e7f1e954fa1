package dev.alize.cli;

import dev.alize.config.reader.ConfigurationSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alize policy schema}. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Print the JSON Schema (draft 2020-12) of configuration files, for editors.",
            "",
            "An editor with YAML support uses it when the file begins with the line",
            "# yaml-language-server: $$schema=policy-config.schema.json"
        },
        footer = {"", "Example:", "  alize policy schema > policy-config.schema.json"})
final class PolicySchema implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ConfigurationSchema.json());
        out.flush();
        return 0;
    }
}

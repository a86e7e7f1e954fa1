package dev.alize.ingress.access;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize-ingress key}. The key goes to standard output alone, the entry for the file to standard error. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an API key for a tenant.",
            "Prints the key once, to standard output, and the entry for the tenants file, which holds its hash only,"
                    + " to standard error."
        })
public final class KeyCommand implements Callable<Integer> {
    @Option(names = "--tenant", required = true, paramLabel = "ID", description = "Whose key it is.")
    private String tenant = "";

    @Option(names = "--label", paramLabel = "TEXT", description = "What it is for; stands beside the hash.")
    private @Nullable String label;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "A date or an instant in UTC, from when on it opens nothing.")
    private @Nullable String expires;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String key = NewKey.make(new SecureRandom());
        String entry = entry(KeyHash.ofKey(key));
        if (TenantsReader.read(entry, "entry") instanceof Reading.Bad bad) {
            throw new ParameterException(spec.commandLine(), bad.message());
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("The key is printed once and kept nowhere. For the tenants file:");
        err.print(entry);
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println(key);
        out.flush();
        return 0;
    }

    private String entry(KeyHash hash) {
        StringBuilder entry = new StringBuilder("tenants:\n");
        entry.append("  - id: ").append(quoted(tenant)).append("\n    keys:\n");
        entry.append("      - hash: ").append(hash).append('\n');
        if (label != null) {
            entry.append("        label: ").append(quoted(label)).append('\n');
        }
        if (expires != null) {
            entry.append("        expires: ").append(quoted(expires)).append('\n');
        }
        return entry.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

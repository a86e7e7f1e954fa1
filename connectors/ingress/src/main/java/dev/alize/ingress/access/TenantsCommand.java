package dev.alize.ingress.access;

import dev.alize.config.yaml.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize-ingress tenants}: what the server would read, before it does. Exits with 2 where the file is invalid. */
@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = "Checks a tenants file and lists its tenants; keys and hashes are not shown.")
public final class TenantsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The tenants file.")
    private Path file = Path.of("tenants.yaml");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return switch (read()) {
            case Reading.Good good -> {
                PrintWriter out = spec.commandLine().getOut();
                good.tenants().all().forEach(tenant -> out.println(line(tenant)));
                out.flush();
                yield 0;
            }
            case Reading.Bad bad -> {
                PrintWriter err = spec.commandLine().getErr();
                bad.problems().forEach(problem -> err.println("alize-ingress: " + problem));
                err.flush();
                yield 2;
            }
        };
    }

    private Reading read() {
        try {
            return TenantsReader.read(Files.readString(file), file.toString());
        } catch (IOException e) {
            String why = e instanceof MalformedInputException
                    ? "it is not UTF-8"
                    : e.getClass().getSimpleName();
            return new Reading.Bad(List.of(new Problem(file.toString(), 0, "", "the file cannot be read: " + why)));
        }
    }

    private static String line(Tenant tenant) {
        String models = tenant.models().isEmpty()
                ? "every model"
                : counted(tenant.models().size(), "model");
        return tenant.id() + ": " + counted(tenant.keys().size(), "key") + ", " + models;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}

package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.erasure.Erased;
import dev.alize.erasure.Forgetting;
import dev.alize.erasure.Subject;
import dev.alize.trail.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize forget}. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = {
            "Forgets whom requests were about: afterwards nobody can tell which events of the audit trail are theirs,"
                    + " and the trail still verifies.",
            "Removes their answers from the response cache, and says how many records still hold text of theirs and"
                    + " when the last one expires."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every partition has forgotten",
            "1:the order is written, but not every partition has confirmed it yet",
            "2:usage, configuration or surroundings"
        },
        footer = {"", "Example:", "  alize forget customer-4711 --tenant acme --policy-config policy-config.yaml"})
final class Forget implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SUBJECT", description = "As requests have it in 'subject'.")
    private String subject = "";

    @Option(
            names = "--tenant",
            defaultValue = "default",
            description = "Tenant of the requests (default: ${DEFAULT-VALUE}, that of requests which name none).")
    private String tenant = "";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long to wait until every partition confirms (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ofSeconds(30);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Override
    public Integer call() {
        Configuration read = configuration.read();
        Environment environment = Environment.ofProcess();
        Forgetting.Order order = new Forgetting.Order(
                new Subject(tenant, subject),
                UUID.randomUUID().toString(),
                System.getProperty("user.name", "unknown"),
                patience,
                InstantSource.system());
        // Its confirmations are read from the trail.
        Instant now = InstantSource.system().instant();
        TrailAccess.tell(
                read, "forget", new Window(now, now.plus(patience).plusMillis(1)), List.of("tenant", "subject"));
        Erased erased = new Forgetting(Connection.of(read, environment), read, environment, order).run();
        spec.commandLine().getOut().println(json ? ErasedView.json(erased) : ErasedView.text(erased));
        return erased.isConfirmed() ? 0 : Failures.NOT_COMPLETED;
    }
}

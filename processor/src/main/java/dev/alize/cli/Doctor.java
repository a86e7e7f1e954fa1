package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.TopicLayout;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.TargetSettings;
import dev.alize.config.Topic;
import dev.alize.diagnosis.Severity;
import dev.alize.doctor.Area;
import dev.alize.doctor.BrokerLook;
import dev.alize.doctor.CommandsLook;
import dev.alize.doctor.Finding;
import dev.alize.doctor.InstanceLook;
import dev.alize.doctor.JsonReport;
import dev.alize.doctor.LagLook;
import dev.alize.doctor.Look;
import dev.alize.doctor.RegistryLook;
import dev.alize.doctor.Remedies;
import dev.alize.doctor.Report;
import dev.alize.doctor.TargetLook;
import dev.alize.doctor.TenantsLook;
import dev.alize.doctor.TextReport;
import dev.alize.doctor.TopicsLook;
import dev.alize.doctor.TrailLook;
import dev.alize.doctor.Triage;
import dev.alize.doctor.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at everything that an incident may come from, all at once and in about 10 s: keys, targets,"
                        + " network, brokers, registry, topics, lag, errors, quotas and commands. Says what it means and what to"
                        + " do. Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:minor impact or a gap in the monitoring (P3, P4)",
            "2:usage or configuration",
            "3:degraded service (P2)",
            "4:complete outage, or a refused key (P1)"
        },
        footer = {
            "",
            "Examples:",
            "  alize doctor --policy-config policy-config.yaml",
            "  alize doctor --instance 127.0.0.1:9464 --json"
        })
final class Doctor implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofHours(1);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How far back to look for errors, up to 1h; default 5m.")
    private Duration since = Duration.ofMinutes(5);

    @Option(
            names = "--instance",
            paramLabel = "HOST:PORT",
            description =
                    "Ask this instance for its /health too: the address of its --metrics-listen. Can be repeated.")
    private List<String> instances = List.of();

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Override
    public Integer call() throws InterruptedException {
        if (since.compareTo(Duration.ofSeconds(1)) < 0 || since.compareTo(LONGEST) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--since: got " + since.toSeconds() + " s, expected 1s to 1h");
        }
        List<URI> addresses = instances.stream().map(this::address).toList();
        Configuration read = configuration.read();
        Instant at = Instant.now();
        long start = System.nanoTime();
        List<Finding> findings = new Triage(Triage.BOUND).of(looks(read, addresses));
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Report report = new Report(at, ms, read.version(), configuration.words(), findings);
        spec.commandLine()
                .getOut()
                .println((json ? JsonReport.of(report) : TextReport.of(report, colours())).stripTrailing());
        return Verdict.exitCode(report.severity());
    }

    private URI address(String text) {
        try {
            URI address = URI.create(text.contains("://") ? text : "http://" + text);
            if (address.getHost() != null && address.getUserInfo() == null && isHttp(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ParameterException(
                spec.commandLine(), "--instance: got '" + text + "', expected HOST:PORT such as 127.0.0.1:9464");
    }

    private static boolean isHttp(URI address) {
        return "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    }

    /** For a terminal, unless NO_COLOR is set. */
    private static boolean colours() {
        return Help.Ansi.AUTO.enabled();
    }

    private List<Look> looks(Configuration read, List<URI> addresses) {
        Environment environment = Environment.ofProcess();
        Supplier<Connection> connection = () -> Connection.of(read, environment);
        List<TargetSettings> targets = read.providers().targets();
        List<String> ids = targets.stream().map(TargetSettings::id).toList();
        Remedies remedies = new Remedies(ids);
        List<Look> looks = new ArrayList<>();
        targets.forEach(target -> looks.add(
                new Look(Area.TARGET, target.id(), Severity.P2, new TargetLook(target, environment, remedies))));
        looks.add(new Look(Area.BROKER, "", Severity.P1, new BrokerLook(connection)));
        looks.add(new Look(Area.REGISTRY, "", Severity.P2, new RegistryLook(connection, read)));
        looks.add(gap(Area.TOPICS, "", new TopicsLook(connection, read)));
        if (!read.tenants().bindings().isEmpty()) {
            looks.add(gap(Area.TENANTS, "", new TenantsLook(connection, read)));
        }
        looks.add(gap(Area.LAG, "gateway", LagLook.ofGateway(connection, group(read), requests(read))));
        looks.add(gap(
                Area.LAG,
                "books",
                LagLook.ofBooks(
                        connection,
                        TopicLayout.books(read),
                        List.of(read.topics().name(Topic.AUDIT)))));
        looks.add(gap(Area.ERRORS, "", trail(read, remedies, targets)));
        looks.add(gap(Area.COMMANDS, "", new CommandsLook(() -> ControlFlags.inForce(read), ids)));
        addresses.forEach(address -> looks.add(
                new Look(Area.INSTANCE, address.getAuthority(), Severity.P2, new InstanceLook(address, remedies))));
        return looks;
    }

    private static Look gap(Area area, String about, Look.Probe probe) {
        return new Look(area, about, Severity.P4, probe);
    }

    private static String group(Configuration read) {
        return read.processing().streams().applicationId();
    }

    private static List<String> requests(Configuration read) {
        return Stream.of(Topic.REQUESTS, Topic.REQUESTS_INTERACTIVE)
                .flatMap(role -> TopicLayout.of(read, role).stream())
                .map(TopicLayout.Plan::name)
                .toList();
    }

    private TrailLook trail(Configuration read, Remedies remedies, List<TargetSettings> targets) {
        Map<String, String> providers =
                targets.stream().collect(Collectors.toMap(TargetSettings::id, TargetSettings::provider));
        return new TrailLook(window -> TrailAccess.open(read, "doctor", window, List.of()), since, remedies, providers);
    }
}

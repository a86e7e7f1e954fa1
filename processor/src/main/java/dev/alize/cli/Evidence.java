package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.KafkaProperty;
import dev.alize.config.SecretReference;
import dev.alize.config.SettingsByKey;
import dev.alize.evidence.Archive;
import dev.alize.evidence.ClusterCollector;
import dev.alize.evidence.Collector;
import dev.alize.evidence.ExportCollector;
import dev.alize.evidence.KubeCollector;
import dev.alize.evidence.LogCollector;
import dev.alize.evidence.PageCollector;
import dev.alize.evidence.PostmortemCollector;
import dev.alize.evidence.Scrubber;
import dev.alize.evidence.SettingsCollector;
import dev.alize.evidence.TrailCollector;
import dev.alize.evidence.VerificationCollector;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize evidence}. */
@Command(
        name = "evidence",
        mixinStandardHelpOptions = true,
        description = {
            "Collects what an incident leaves behind into one archive with checksums: the postmortem, audit events,"
                    + " what verifying them gives, configuration,"
                    + " topics and groups, metrics, logs, and what kubectl says.",
            "Secrets and texts of requests are taken out. What cannot be had is listed in MANIFEST.md with the reason,"
                    + " and the rest is collected all the same."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the archive is written", "2:usage, configuration, or it cannot be written"},
        footer = {
            "",
            "Example:",
            "  alize evidence --policy-config policy-config.yaml --from 2026-11-20T14:00:00Z --to 2026-11-20T15:30:00Z"
                    + " --log alize.log --output incident.tar.gz"
        })
final class Evidence implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Mixin
    private PublicKeys keys = new PublicKeys();

    @Mixin
    private WindowFlags times = new WindowFlags();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The archive, such as x.tar.gz.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--metrics-url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9464/metrics",
            description = "Metrics of an instance (default: ${DEFAULT-VALUE}); /health is read from there, too.")
    @SuppressWarnings("NullAway.Init")
    private URI metrics;

    @Option(names = "--log", paramLabel = "FILE", arity = "1..*", description = "Log files of instances.")
    private List<Path> logs = List.of();

    @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace that kubectl asks (default: its own).")
    private @Nullable String namespace;

    @Option(
            names = "--selector",
            paramLabel = "LABELS",
            defaultValue = "app=alize",
            description = "Labels of the pods and workloads (default: ${DEFAULT-VALUE}).")
    private String selector = "";

    @Option(names = "--kubectl", paramLabel = "PROGRAM", defaultValue = "kubectl", hidden = true)
    private String kubectl = "";

    @Override
    public Integer call() throws InterruptedException {
        Window window = times.window(spec.commandLine());
        Configuration read = configuration.read();
        Environment environment = Environment.ofProcess();
        Scrubber scrubber = Scrubber.of(environment.variables(), secrets(read, environment));
        List<String> head = List.of(
                "time: " + window.from() + " to " + window.to(),
                "configuration: " + read.version(),
                "program: " + String.join("", spec.root().version()));
        Archive archive =
                new Archive(collectors(read, environment, window, scrubber), head, scrubber, InstantSource.system());
        List<Archive.Part> parts = archive.write(output);
        PrintWriter out = spec.commandLine().getOut();
        parts.forEach(part -> out.println((part.collected() ? "collected  " : "missing    ")
                + part.name()
                + (part.note().isEmpty() ? "" : ": " + part.note())));
        out.println("written to " + output);
        return 0;
    }

    private List<Collector> collectors(Configuration read, Environment environment, Window window, Scrubber scrubber) {
        List<Collector> collectors = new ArrayList<>();
        Supplier<KafkaTrail> trail = new Told(read, window);
        collectors.add(new TrailCollector(trail, window));
        collectors.add(new ExportCollector(trail, window, InstantSource.system()));
        VerificationCollector verification = new VerificationCollector(() -> keys.check(() -> read), window);
        collectors.add(verification);
        collectors.add(new PostmortemCollector(trail, window, verification::sentence, scrubber));
        collectors.add(new SettingsCollector(read, scrubber));
        collectors.add(new ClusterCollector(() -> Connection.of(read, environment), read, scrubber));
        collectors.add(new PageCollector(metrics, scrubber));
        for (int i = 0; i < logs.size(); i++) {
            collectors.add(new LogCollector(logs.get(i), i + 1, scrubber));
        }
        collectors.add(new KubeCollector(
                new KubeCollector.Question(kubectl, namespace, selector, window.from(), Duration.ofSeconds(30)),
                scrubber));
        return collectors;
    }

    /** Opens the trail as often as it is asked to, and writes down only once that this command reads it. */
    private static final class Told implements Supplier<KafkaTrail> {
        private final Configuration read;
        private final Window window;
        private boolean told;

        Told(Configuration read, Window window) {
            this.read = read;
            this.window = window;
        }

        @Override
        public KafkaTrail get() {
            if (told) {
                return KafkaTrail.open(Connection.of(read, Environment.ofProcess()), read);
            }
            KafkaTrail trail = TrailAccess.open(read, "evidence", window, List.of());
            told = true;
            return trail;
        }
    }

    /** Those that the configuration refers to and this process can read: what they say must not be in the archive. */
    private static Set<String> secrets(Configuration read, Environment environment) {
        Set<String> secrets = new HashSet<>();
        for (Object value : SettingsByKey.of(read).values()) {
            switch (value) {
                case SecretReference reference -> add(secrets, reference, environment);
                case KafkaProperty.Referenced referenced -> add(secrets, referenced.reference(), environment);
                default -> {}
            }
        }
        return secrets;
    }

    private static void add(Set<String> secrets, SecretReference reference, Environment environment) {
        try {
            secrets.add(reference.in(environment).reveal());
        } catch (IllegalStateException | UnreachableException e) {
            // What cannot be read here cannot be in a file that this process writes from it.
        }
    }
}

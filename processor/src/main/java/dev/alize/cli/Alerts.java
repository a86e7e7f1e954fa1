package dev.alize.cli;

import dev.alize.alerts.AlertTest;
import dev.alize.alerts.Delivery;
import dev.alize.alerts.send.Couriers;
import dev.alize.config.AlertSettings;
import dev.alize.config.Environment;
import dev.alize.config.ReceiverSettings;
import dev.alize.config.yaml.Suggestion;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize alerts}: those who are told of incidents. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = "Those who are told of incidents.",
        subcommands = Alerts.Test.class,
        footer = {"", "Example:", "  alize alerts test --policy-config policy-config.yaml --receiver oncall"})
final class Alerts implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand; expected 'test'");
    }

    /** {@code alize alerts test}. */
    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = {
                "Sends a message that says it is a test to one receiver or to all, once, and prints what became of it.",
                "At PagerDuty it opens an alert of severity info, which has to be resolved there."
            })
    static final class Test implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(names = "--receiver", paramLabel = "NAME", description = "Only this one. Default: all.")
        private @Nullable String receiver;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() throws InterruptedException {
            AlertSettings settings = configuration.read().alerts();
            List<ReceiverSettings> chosen = chosen(settings);
            Environment environment = Environment.ofProcess();
            Instant now = environment.clock().instant();
            PrintWriter out = spec.commandLine().getOut();
            boolean isWell = true;
            try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                    Couriers couriers = new Couriers(settings, environment, timer)) {
                for (AlertTest.Result result : AlertTest.send(chosen, couriers, now)) {
                    isWell &= result.delivery() instanceof Delivery.Taken;
                    out.println(line(result));
                }
                couriers.close();
                timer.shutdownNow();
            }
            return isWell ? 0 : Failures.NOT_COMPLETED;
        }

        private List<ReceiverSettings> chosen(AlertSettings settings) {
            List<String> names =
                    settings.receivers().stream().map(ReceiverSettings::name).toList();
            if (names.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "alerts.receivers: got none, expected at least one to send a test to");
            }
            String name = receiver;
            if (name == null) {
                return settings.receivers();
            }
            List<ReceiverSettings> chosen = settings.receivers().stream()
                    .filter(one -> one.name().equals(name))
                    .toList();
            if (chosen.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no receiver '" + name + "'"
                                + Suggestion.of(name, names)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("; there are " + String.join(", ", names)));
            }
            return chosen;
        }

        private static String line(AlertTest.Result result) {
            String who = result.receiver().name() + " ("
                    + result.receiver().channel().type() + "): ";
            return switch (result.delivery()) {
                case Delivery.Taken taken ->
                    who + "taken after " + result.took().toMillis() + " ms";
                case Delivery.Failed failed -> who + "failed: " + failed.why();
            };
        }
    }
}

package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.letters.LetterFilter;
import dev.alize.client.letters.LetterTopic;
import dev.alize.client.letters.Redrive;
import dev.alize.client.letters.Selection;
import dev.alize.client.letters.Selection.Chosen;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.control.ProcessAudit;
import java.io.Console;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize dead-letters redrive}. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the requests of dead letters again, under the next redrive number, which the response carries.",
            "A letter that was redriven and given up again is represented by its newest one. One that was redriven and"
                    + " answered is recognised by the gateway within its idempotency window, and not called again."
                    + " Deadlines that have passed are dropped; headers of the first request are not sent again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all were sent, or there was nothing to send",
            "1:it was not confirmed, or some were not sent",
            "2:usage, configuration or surroundings"
        })
final class RedriveLetters implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private LetterFlags flags = new LetterFlags();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Send at most N, the oldest first; without it all that are meant.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--dry-run", description = "Only tell what would be sent.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask. Needed where there is no terminal to ask at.")
    private boolean yes;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit: got " + limit + ", expected 1 or more");
        }
        LetterFilter filter = flags.filter(spec.commandLine());
        Configuration read = flags.read();
        try (LetterTopic topic = DeadLetters.open(read)) {
            Selection selection = new Selection(filter);
            topic.read(filter.from(), selection::take);
            List<Chosen> chosen = selection.chosen(limit);
            print(selection, chosen);
            if (dryRun || chosen.isEmpty()) {
                return 0;
            }
            return confirmed(chosen.size()) ? send(read, topic, filter, chosen) : Failures.NOT_COMPLETED;
        }
    }

    private void print(Selection selection, List<Chosen> chosen) {
        PrintWriter out = spec.commandLine().getOut();
        out.println((dryRun ? "would be sent: " : "to send: ") + LetterView.counts(Selection.byKind(chosen)));
        if (selection.superseded() > 0) {
            out.println("left out, since a newer letter of the request exists: " + selection.superseded());
        }
        if (selection.undecodable() > 0) {
            out.println("cannot be redriven, since they hold no request: " + selection.undecodable());
        }
    }

    private boolean confirmed(int count) {
        if (yes) {
            return true;
        }
        // Java 22 to 24 give a console without a terminal, too; where its input is at the end, it says no.
        Console console = System.console();
        if (console == null) {
            throw new ParameterException(
                    spec.commandLine(), "there is no terminal to confirm at; --yes sends, --dry-run only tells");
        }
        String answer = console.readLine("Send %d requests again? [y/N] ", count);
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }

    private int send(Configuration read, LetterTopic topic, LetterFilter filter, List<Chosen> chosen) {
        Connection connection = Connection.of(read, Environment.ofProcess());
        try (ProcessAudit audit = ControlFlags.audit(read).open();
                Redrive redrive = Redrive.open(connection, read, InstantSource.system())) {
            Redrive.Result result = redrive.send(
                    topic, filter, chosen.stream().map(Chosen::place).collect(Collectors.toSet()));
            tell(audit, result, chosen);
            return print(result);
        }
    }

    private static void tell(ProcessAudit audit, Redrive.Result result, List<Chosen> chosen) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("count", Long.toString(result.sent()));
        details.put("failed", Long.toString(result.failed()));
        details.put("issued_by", System.getProperty("user.name", "unknown"));
        Selection.byKind(chosen).forEach((kind, count) -> details.put("kind." + kind, Long.toString(count)));
        audit.happened("redrive", null, "redriven", details);
    }

    private int print(Redrive.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("sent: " + result.sent());
        if (result.droppedDeadlines() > 0) {
            out.println("without their deadline, which had passed: " + result.droppedDeadlines());
        }
        if (result.failed() > 0) {
            spec.commandLine()
                    .getErr()
                    .println("alize: " + result.failed() + " were perhaps not sent (" + result.problem()
                            + "); put that right and redrive again");
            return Failures.NOT_COMPLETED;
        }
        return 0;
    }
}

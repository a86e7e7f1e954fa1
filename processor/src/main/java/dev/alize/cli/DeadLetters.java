package dev.alize.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.Connection;
import dev.alize.client.letters.Letter;
import dev.alize.client.letters.LetterFilter;
import dev.alize.client.letters.LetterTopic;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize dead-letters}: requests that were given up. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Requests that were given up: lists them, shows one, and sends them again.",
        subcommands = {DeadLetters.ListThem.class, DeadLetters.Show.class, RedriveLetters.class},
        footer = {
            "",
            "Examples:",
            "  alize dead-letters list --from 2h --kind timeout",
            "  alize dead-letters show order-4711",
            "  alize dead-letters redrive --kind provider_unavailable --from 2026-11-20 --dry-run"
        })
final class DeadLetters implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand; expected 'list', 'show' or 'redrive'");
    }

    static LetterTopic open(Configuration read) {
        return LetterTopic.open(Connection.of(read, Environment.ofProcess()), read);
    }

    /** {@code alize dead-letters list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists dead letters by time, and counts them by kind; never prints text of a request.")
    static final class ListThem implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private LetterFlags flags = new LetterFlags();

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "List the newest N (${DEFAULT-VALUE}); all are counted.")
        private int limit = 100;

        @Option(names = "--json", description = "Print a line of JSON for each, and no counts.")
        private boolean json;

        @Override
        public Integer call() {
            LetterFilter filter = flags.filter(spec.commandLine());
            TreeMap<String, Long> byKind = new TreeMap<>();
            PriorityQueue<Letter> newest = new PriorityQueue<>(Comparator.comparing(Letter::at));
            try (LetterTopic topic = open(flags.read())) {
                topic.read(filter.from(), letter -> {
                    if (filter.test(letter)) {
                        byKind.merge(letter.kind(), 1L, Long::sum);
                        newest.add(letter);
                        if (newest.size() > limit) {
                            newest.remove();
                        }
                    }
                });
            }
            print(newest, byKind);
            return 0;
        }

        private void print(PriorityQueue<Letter> newest, TreeMap<String, Long> byKind) {
            PrintWriter out = spec.commandLine().getOut();
            List<Letter> sorted =
                    newest.stream().sorted(Comparator.comparing(Letter::at)).toList();
            if (json) {
                sorted.forEach(letter -> out.println(LetterView.json(letter)));
                return;
            }
            if (!sorted.isEmpty()) {
                out.println(LetterView.HEAD);
            }
            sorted.forEach(letter -> out.println(LetterView.line(letter)));
            out.println("dead letters: " + LetterView.counts(byKind));
        }
    }

    /** {@code alize dead-letters show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints all that is known of a dead letter, a line of JSON for each time it was given up.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:it was found", "1:there is none", "2:usage, configuration or surroundings"})
    static final class Show implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(
                paramLabel = "ID",
                description = "Request id; or partition:offset, such as 2:17, as 'list' prints it.")
        private String id = "";

        @Option(names = "--tenant", description = "Only of this tenant.")
        private @Nullable String tenant;

        @Option(
                names = "--with-text",
                description = "Print the request, too, with its prompt; what is undecodable in base64.")
        private boolean withText;

        @Mixin
        private ConfigurationFlags configuration = new ConfigurationFlags();

        @Override
        public Integer call() {
            List<ObjectNode> found = new ArrayList<>();
            try (LetterTopic topic = open(configuration.read())) {
                topic.read(null, letter -> {
                    if (isMeant(letter)) {
                        found.add(LetterView.whole(letter, withText));
                    }
                });
            }
            found.forEach(letter -> spec.commandLine().getOut().println(letter));
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("alize: no dead letter '" + LetterView.safe(id) + "'");
                return Failures.NOT_COMPLETED;
            }
            return 0;
        }

        private boolean isMeant(Letter letter) {
            return letter.place().toString().equals(id)
                    || letter.content()
                            .filter(content -> content.getRequestId().equals(id)
                                    && (tenant == null || content.getTenant().equals(tenant)))
                            .isPresent();
        }
    }
}

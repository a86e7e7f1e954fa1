package dev.alize.bench;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.schemas.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a budget is overrun while many requests on all partitions draw on it at once and processors are killed. The
 * requests would cost several times the budget; the simulator's count of answers decides what was spent.
 */
public final class BudgetBench {
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final BudgetOptions options;
    private final Consumer<String> progress;

    /** @param progress takes sentences for people while the bench runs */
    public BudgetBench(BudgetOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and %d processor(s)"
                .formatted(options.rig().processors()));
        Ledger ledger = Ledger.of("budget", options.requests());
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            driver.expect(ledger);
            Cpu before = rig.cpu();
            for (int i = 0; i < ledger.requests(); i++) {
                driver.send(ledger, i, driver.messages().request(ledger, i, Driver.PROMPT - i % 97));
            }
            driver.flush();
            kill(rig, ledger);
            driver.awaitAll(ledger);
            Cpu used = rig.cpu().since(before);
            rig.stopProcessors();
            driver.readToEnd();
            Report report = report(driver, ledger, simulator, used, rig.threadDeaths());
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    /** While the budget is being used up: each time another processor. */
    private void kill(Rig rig, Ledger ledger) throws InterruptedException {
        List<Processor> processors = rig.processors();
        for (int i = 0; i < options.kills(); i++) {
            int answered = (int) (options.tokens() / 500 * (i + 1) / (options.kills() + 1));
            if (!ledger.await(Math.min(answered, ledger.requests()), SILENCE)) {
                throw new IllegalStateException("Nothing was answered for a minute; see the processors' logs");
            }
            Processor processor = processors.get(i % processors.size());
            progress.accept("Killing " + processor.name());
            processor.kill();
            var unused = processor.restart();
        }
    }

    private Report report(Driver driver, Ledger ledger, SimulatorAdmin simulator, Cpu used, int threadDeaths)
            throws InterruptedException {
        long spent = 0;
        long completed = 0;
        for (int i = 0; i < ledger.requests(); i++) {
            CompletionResponse response = ledger.isAnswered(i) ? driver.response(ledger, i) : null;
            Usage usage = response == null ? null : response.getUsage();
            if (usage != null) {
                spent += usage.getTotalTokens();
                completed++;
            }
        }
        long unread = Math.max(0, simulator.answers(200) - completed);
        long mean = completed == 0 ? 0 : spent / completed;
        long all = spent + unread * mean;
        long bound = (long) simulator.mostOpen() * (BudgetOptions.LONGEST - BudgetOptions.SHORTEST);
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("limit_tokens", options.tokens());
        json.put("spent_tokens", all);
        json.put("overshoot_tokens", all - options.tokens());
        json.put("bound_tokens", bound);
        json.put("completed", completed);
        json.put("answers_read_by_nobody", unread);
        json.put("blocked", driver.count(ledger, Status.BLOCKED));
        json.put("requests", options.requests());
        json.put("instances", options.rig().processors());
        json.put("kills", options.kills());
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("thread_deaths", threadDeaths);
        json.put("cpu_seconds", used.seconds());
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.figure("tokens spent", all));
        bars.add(Bar.mustBeAtMost("tokens spent beyond the budget", all - options.tokens(), bound));
        bars.add(Bar.atLeast("share of the budget used", Report.rounded(all / (double) options.tokens()), 0.9));
        bars.add(Bar.mustBeAtMost("missing", driver.missing(), 0));
        bars.add(Bar.mustBeAtMost("duplicates", driver.duplicates(), 0));
        bars.add(Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        return new Report(method(), used.seconds(), bars, List.of(), json);
    }

    private String method() {
        return ("%,d requests at once to %d processor(s), of which %d are killed on the way; a budget of %,d tokens for"
                        + " all of them; answers of %d to %d tokens, estimated by their mean. The bound of the overshoot is"
                        + " the most calls that were open at once, each as far off as it can be.")
                .formatted(
                        options.requests(),
                        options.rig().processors(),
                        options.kills(),
                        options.tokens(),
                        BudgetOptions.SHORTEST,
                        BudgetOptions.LONGEST);
    }
}

package dev.alize.cli;

import dev.alize.audit.chain.LinkHeaders;
import dev.alize.audit.chain.SealCheck;
import dev.alize.trail.Entry;
import dev.alize.trail.Extent;
import dev.alize.trail.FileTrail;
import dev.alize.trail.verify.Result;
import dev.alize.trail.verify.Seals;
import dev.alize.trail.verify.Tamperer;
import dev.alize.trail.verify.Terms;
import dev.alize.trail.verify.Verifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize bench tamper}. */
@Command(
        name = "tamper",
        mixinStandardHelpOptions = true,
        description =
                "Changes an exported trail at random, once at a time and in memory, and counts what verify finds.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:each was found, and nothing in the untouched trail", "1:one was not"})
final class BenchTamper implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "Of 'alize audit export'.")
    private Path input = Path.of("");

    @Option(names = "--times", defaultValue = "1000", description = "How often (${DEFAULT-VALUE}).")
    private int times;

    @Option(names = "--seed", defaultValue = "1", description = "Of the random changes (${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private PublicKeys keys = new PublicKeys();

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        SealCheck check = keys.check(configuration::read);
        try (FileTrail file = FileTrail.open(input)) {
            Seals seals = new Seals(check, file.window().from(), file.window().to());
            file.seals(seals::add);
            List<Entry> entries = new ArrayList<>();
            file.read(Extent.bytes(file.window()), entries::add, progress -> {});
            entries.sort(Comparator.comparing(Entry::partition).thenComparing(Entry::offset));
            Terms terms = Terms.of(file.window().from(), file.window().to(), file.kept(), file.exportedAt());
            Result untouched = verify(entries, seals, terms);
            out.println("untouched: " + untouched.records() + " records, "
                    + untouched.chains().size() + " chains, findings " + untouched.counts());
            untouched.findings().stream().limit(20).forEach(out::println);
            Tamperer tamperer = new Tamperer(
                    entries,
                    entry -> LinkHeaders.read(entry.headers())
                            .filter(link -> seals.proves(link.chain(), link.epoch(), link.sequence(), terms))
                            .isPresent(),
                    new Random(seed));
            int unseen = tamper(tamperer, seals, terms, out);
            return unseen == 0 && untouched.isUntouched() ? 0 : Failures.NOT_COMPLETED;
        }
    }

    private int tamper(Tamperer tamperer, Seals seals, Terms terms, PrintWriter out) {
        TreeMap<Tamperer.Act, Integer> done = new TreeMap<>();
        int unseen = 0;
        for (int i = 0; i < times; i++) {
            Tamperer.Tampered tampered = tamperer.tamper();
            done.merge(tampered.act(), 1, Integer::sum);
            if (verify(tampered.trail(), seals, terms).isUntouched()) {
                unseen++;
                out.println("not found: " + tampered.act() + " at " + tampered.what());
            }
        }
        out.println("tampered " + times + " times, not found: " + unseen + " " + done);
        return unseen;
    }

    private static Result verify(List<Entry> entries, Seals seals, Terms terms) {
        Verifier verifier = new Verifier(seals, terms);
        entries.forEach(verifier::take);
        return verifier.result();
    }
}

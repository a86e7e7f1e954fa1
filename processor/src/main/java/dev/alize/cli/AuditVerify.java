package dev.alize.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.audit.chain.SealCheck;
import dev.alize.trail.Extent;
import dev.alize.trail.FileTrail;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import dev.alize.trail.verify.ChainEnd;
import dev.alize.trail.verify.Result;
import dev.alize.trail.verify.Seals;
import dev.alize.trail.verify.Terms;
import dev.alize.trail.verify.Verifier;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize audit verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Follows the chains of the audit trail and compares them with its signed checkpoints.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing was changed", "1:something was", "2:usage, configuration, keys or surroundings"})
final class AuditVerify implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private TrailFlags flags = new TrailFlags();

    @Mixin
    private PublicKeys keys = new PublicKeys();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Window window = flags.window(spec.commandLine());
        SealCheck check = keys.check(flags::read);
        try (Trail trail = flags.open("audit verify", window, List.of())) {
            Result result = verify(trail, window, check);
            if (json) {
                spec.commandLine().getOut().println(json(result));
            } else {
                print(result);
            }
            return result.isUntouched() ? 0 : Failures.NOT_COMPLETED;
        }
    }

    static Result verify(Trail trail, Window window, SealCheck check) throws InterruptedException {
        Instant now = Instant.now();
        Instant kept = Instant.EPOCH;
        Window meant = window;
        if (trail instanceof FileTrail file) {
            now = file.exportedAt();
            kept = file.kept();
            meant = common(window, file.window());
        } else if (trail instanceof KafkaTrail topic) {
            kept = topic.retention().map(now::minus).orElse(Instant.EPOCH);
        }
        Seals seals = new Seals(check, meant.from(), meant.to());
        trail.seals(seals::add);
        Verifier verifier = new Verifier(seals, Terms.of(meant.from(), meant.to(), kept, now));
        trail.read(Extent.bytes(meant), verifier::take, progress -> {});
        return verifier.result();
    }

    private static Window common(Window one, Window other) {
        Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
        Instant to = one.to().isBefore(other.to()) ? one.to() : other.to();
        return from.isBefore(to) ? new Window(from, to) : new Window(from, from.plusMillis(1));
    }

    private void print(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        if (result.records() == 0) {
            out.println("the window holds no events");
        }
        result.findings().forEach(out::println);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PARTITION", "CHAIN", "EPOCH", "EVENTS", "LAST", "SEALED", "NOT SEALED"));
        for (ChainEnd end : result.chains()) {
            rows.add(List.of(
                    Integer.toString(end.partition()),
                    end.chain(),
                    Long.toString(end.epoch()),
                    Long.toString(end.events()),
                    Long.toString(end.last()),
                    end.sealed() < 0 ? "-" : Long.toString(end.sealed()),
                    Long.toString(end.unsealed())));
        }
        if (rows.size() > 1) {
            out.println(TrailView.table(rows));
        }
        long findings =
                result.counts().values().stream().mapToLong(Long::longValue).sum();
        out.println("records: " + result.records() + ", in no chain: " + result.unchained() + ", genuine checkpoints: "
                + result.checkpoints() + ", not sealed yet: " + result.unsealed());
        out.println(findings == 0 ? "nothing was changed" : "findings: " + findings);
    }

    private static ObjectNode json(Result result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("untouched", result.isUntouched());
        node.put("records", result.records());
        node.put("unchained", result.unchained());
        node.put("checkpoints", result.checkpoints());
        node.put("unsealed", result.unsealed());
        ObjectNode counts = node.putObject("counts");
        result.counts().forEach((kind, count) -> counts.put(kind.code(), count));
        ArrayNode findings = node.putArray("findings");
        result.findings().forEach(finding -> {
            ObjectNode one = findings.addObject();
            one.put("kind", finding.kind().code());
            one.put("partition", finding.partition());
            one.put("offset", finding.offset());
            one.put("chain", finding.chain());
            one.put("epoch", finding.epoch());
            one.put("first", finding.first());
            one.put("last", finding.last());
            one.put("records", finding.records());
            one.put("what", finding.what());
        });
        ArrayNode chains = node.putArray("chains");
        result.chains().forEach(end -> {
            ObjectNode one = chains.addObject();
            one.put("partition", end.partition());
            one.put("chain", end.chain());
            one.put("epoch", end.epoch());
            one.put("events", end.events());
            one.put("last", end.last());
            one.put("sealed", end.sealed());
            one.put("unsealed", end.unsealed());
        });
        return node;
    }
}

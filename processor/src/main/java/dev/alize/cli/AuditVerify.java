package dev.alize.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.audit.chain.SealCheck;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import dev.alize.trail.verify.Result;
import dev.alize.trail.verify.ResultText;
import dev.alize.trail.verify.Verification;
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
        exitCodeList = {
            "0:nothing was changed",
            "1:something was",
            "2:usage, configuration, keys or surroundings; or no event is in a chain"
        })
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
        Result result;
        try (Trail trail = flags.open("audit verify", window, List.of());
                ReadingView view = ReadingView.on(spec)) {
            result = Verification.of(trail, window, check, view);
        }
        spec.commandLine().getOut().println(json ? json(result) : ResultText.of(result));
        if (!result.isProven()) {
            return Failures.NOT_STARTED;
        }
        return result.isUntouched() ? 0 : Failures.NOT_COMPLETED;
    }

    private static ObjectNode json(Result result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("untouched", result.isUntouched());
        node.put("proven", result.isProven());
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

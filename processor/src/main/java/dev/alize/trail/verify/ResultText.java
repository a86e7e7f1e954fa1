package dev.alize.trail.verify;

import dev.alize.client.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What verifying gave, for people. */
public final class ResultText {
    private ResultText() {}

    /** Every finding that was kept, every chain, and the sums: lines with breaks between them. */
    public static String of(Result result) {
        List<String> lines = new ArrayList<>();
        if (result.records() == 0) {
            lines.add("the window holds no events");
        }
        result.findings().forEach(finding -> lines.add(finding.toString()));
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
            lines.add(Table.of(rows));
        }
        lines.add("records: " + result.records() + ", in no chain: " + result.unchained() + ", genuine checkpoints: "
                + result.checkpoints() + ", not sealed yet: " + result.unsealed());
        long findings = findings(result);
        lines.add(
                !result.isProven()
                        ? "nothing was proven: no event is in a chain; expected policy.audit-logger.immutable: true"
                                + " in the gateway that wrote them"
                        : findings == 0 ? "nothing was changed" : "findings: " + findings);
        return String.join(System.lineSeparator(), lines);
    }

    /** The same in one sentence, such as for a report. */
    public static String sentence(Result result) {
        String read = String.format(
                Locale.ROOT,
                "The chains were verified: %,d records, %,d of them in no chain, %,d genuine checkpoints,"
                        + " %,d events not sealed yet; ",
                result.records(),
                result.unchained(),
                result.checkpoints(),
                result.unsealed());
        if (!result.isProven()) {
            return read + "nothing was proven, as no event is in a chain.";
        }
        if (result.isUntouched()) {
            return read + "nothing was changed.";
        }
        String kinds = new TreeMap<>(result.counts())
                .entrySet().stream()
                        .map(count -> count.getKey().code() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
        long findings = findings(result);
        return read + String.format(Locale.ROOT, "%,d finding%s (%s).", findings, findings == 1 ? "" : "s", kinds);
    }

    private static long findings(Result result) {
        return result.counts().values().stream().mapToLong(Long::longValue).sum();
    }
}

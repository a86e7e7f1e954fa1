package dev.alize.postmortem;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.postmortem.Report.Action;
import dev.alize.postmortem.Report.RootCause;
import dev.alize.postmortem.Tally.Of;
import dev.alize.postmortem.Tally.Total;
import java.util.ArrayList;
import java.util.List;

/** What worked, and what is to be done, as the numbers suggest. */
final class Advice {
    private final Tally tally;

    Advice(Tally tally) {
        this.tally = tally;
    }

    List<String> worked() {
        List<String> worked = new ArrayList<>();
        say(worked, tally.of(Total.RETRIED_COMPLETED), " completed after a retry");
        say(worked, tally.of(Total.FALLBACK_COMPLETED), " completed by a fallback target");
        say(worked, tally.of(Total.CACHE_HITS), " answered by the cache without a call");
        say(worked, tally.of(Total.STALE_HITS), " answered with an older answer of the cache, as no target took calls");
        long opened = count("breaker", "open");
        if (opened > 0) {
            worked.add("Breakers opened " + Words.count(opened, "time") + " and closed "
                    + Words.count(count("breaker", "closed"), "time") + ": calls to a failing target were held back");
        }
        if (count("pacing", "paused") > 0) {
            worked.add("Pacing held calls back " + Words.count(count("pacing", "paused"), "time")
                    + " as the provider asked");
        }
        say(worked, tally.of(Total.REDISPATCHED), " taken up again after a crash");
        if (tally.of(Total.DUPLICATES) > 0) {
            worked.add(Words.count(tally.of(Total.DUPLICATES), "repeated request") + " not called a second time");
        }
        return List.copyOf(worked);
    }

    private static void say(List<String> worked, long count, String what) {
        if (count > 0) {
            worked.add(Words.count(count, "request") + what);
        }
    }

    private long count(String kind, String reason) {
        return tally.happenings.stream()
                .filter(one -> one.kind().equals(kind) && one.reason().equals(reason))
                .count();
    }

    List<Action> actions(Severity severity, List<RootCause> causes) {
        List<Action> actions = new ArrayList<>();
        boolean first = true;
        for (RootCause cause : causes) {
            actions.add(new Action(first ? severity : Severity.P3, fix(cause.cause())));
            first = false;
        }
        boolean harmed = tally.sum(Of.HARMED) > 0;
        if (harmed && tally.of(Total.FALLBACKS) == 0 && !causes.isEmpty()) {
            actions.add(new Action(Severity.P2, "Configure a fallback target: none was used while requests failed"));
        }
        if (tally.of(Total.DEAD_LETTERS) > 0 || tally.sum(Of.FAILED) > 0) {
            actions.add(new Action(
                    Severity.P2, "Review the failed requests and redrive what is still wanted (alize dead-letters)"));
        }
        if (tally.sum(Of.EXPIRED) > 0) {
            actions.add(new Action(
                    Severity.P3,
                    "Compare the deadlines of requests with the time that recovery took: "
                            + Words.count(tally.sum(Of.EXPIRED), "request") + " expired"));
        }
        if (tally.of(Total.POSSIBLY_BILLED) > 0) {
            actions.add(new Action(
                    Severity.P3,
                    "Compare the provider's bill with " + Words.count(tally.of(Total.POSSIBLY_BILLED), "call")
                            + " that may have been billed"));
        }
        if (tally.of(Total.UNPRICED) > 0) {
            actions.add(new Action(
                    Severity.P4,
                    "Configure prices: " + Words.count(tally.of(Total.UNPRICED), "call")
                            + " had none, so the cost is too low"));
        }
        if (tally.of(Total.DAMAGED) > 0) {
            actions.add(new Action(
                    Severity.P2,
                    "Find out who wrote "
                            + Words.count(tally.of(Total.DAMAGED), "damaged or foreign record")
                            + " to the audit topic"));
        }
        if (tally.of(Total.UNCHAINED) > 0) {
            actions.add(new Action(
                    Severity.P4,
                    "Make the trail tamper-evident (policy.audit-logger.immutable): "
                            + Words.count(tally.of(Total.UNCHAINED), "event") + " not chained"));
        }
        return List.copyOf(actions);
    }

    private static String fix(Cause cause) {
        return switch (cause) {
            case KEY -> "Rotate the provider's key, check its rights, and add an alert on refused keys";
            case QUOTA -> "Ask the provider for a higher limit, or lower the concurrency and the quota settings";
            case CAPACITY -> "Agree on capacity with the provider, or add a target elsewhere for peaks";
            case SERVER -> "Report the failure to the provider with the correlation ids of the failed calls";
            case NETWORK -> "Check DNS, egress and proxy rules";
            case TIMEOUT, SLOW -> "Compare the timeouts with the usual latency, and ask the provider why it was slow";
            case OURS -> "Find the fault in the gateway's log, and add a test for it";
            case POLICY -> "Check whether the policies block what they should, with alize policy test";
            case CALLER -> "Tell the callers which requests cannot be served, and why";
            case GAP -> "Close the gap in the monitoring";
            case UNKNOWN -> "Find out from the logs why these requests failed, and why the trail does not say it";
        };
    }
}

package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Shell;
import dev.alize.schemas.IncidentAdvice;
import java.util.ArrayList;
import java.util.List;

/** The runbook's immediate actions: what may be done, with the commands that do it. Pure. */
public final class Steps {
    private static final int MOST_TARGETS = 5;
    /** As in the runbook. */
    private static final int FEW_CALLS = 3;

    private static final String LONG_TIMEOUT = "120s";

    private Steps() {}

    /**
     * The steps, the best first.
     *
     * @param targets ids; none where it is about all requests
     * @param id of the incident, the reason of the commands
     */
    public static List<IncidentAdvice> of(Cause cause, List<String> targets, String id) {
        List<IncidentAdvice> steps = new ArrayList<>();
        List<String> named = targets.stream().limit(MOST_TARGETS).toList();
        String reason = " --reason " + id;
        switch (cause) {
            case KEY -> {
                say(
                        steps,
                        "Rotate the key at the provider and put the new one where the target's secret_key_ref"
                                + " points; calls go on as soon as it is another key.");
                fallback(steps, named, reason);
            }
            case QUOTA -> {
                each(steps, named, "Have fewer calls open at %s.", "max-concurrency", " " + FEW_CALLS + reason);
                fallback(steps, named, reason);
                say(steps, "Look at the workspace's limits at the provider, and ask for higher ones.");
            }
            case CAPACITY -> {
                fallback(steps, named, reason);
                each(steps, named, "Have fewer calls open at %s.", "max-concurrency", " " + FEW_CALLS + reason);
            }
            case SERVER -> {
                fallback(steps, named, reason);
                each(steps, named, "Start no calls at %s for a while.", "pause", " --for 10m" + reason);
                say(steps, "Follow the provider's status page, and report the correlation ids of failed calls.");
            }
            case NETWORK -> {
                fallback(steps, named, reason);
                say(steps, "Check DNS, egress rules and the proxy between the instances and the provider.");
            }
            case TIMEOUT, SLOW -> {
                each(steps, named, "Give calls at %s more time.", "timeout", " " + LONG_TIMEOUT + reason);
                fallback(steps, named, reason);
            }
            case OURS -> say(steps, "Look into the gateway's log, and at the last change of its configuration.");
            case GAP -> say(steps, "Look at the log of the books, and find out who writes to the audit topic.");
            case POLICY, CALLER, UNKNOWN ->
                steps.add(new IncidentAdvice("Look whether a command holds requests back.", "alize control show"));
        }
        return List.copyOf(steps);
    }

    private static void say(List<IncidentAdvice> steps, String text) {
        steps.add(new IncidentAdvice(text, null));
    }

    private static void fallback(List<IncidentAdvice> steps, List<String> targets, String reason) {
        for (String target : targets) {
            steps.add(new IncidentAdvice(
                    "Use the next target of each route instead of " + target + ".",
                    "alize control force-fallback on " + Shell.quoted(target) + reason));
        }
    }

    private static void each(
            List<IncidentAdvice> steps, List<String> targets, String text, String command, String rest) {
        for (String target : targets) {
            steps.add(new IncidentAdvice(
                    text.formatted(target), "alize control " + command + " " + Shell.quoted(target) + rest));
        }
    }
}

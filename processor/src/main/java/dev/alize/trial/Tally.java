package dev.alize.trial;

import dev.alize.policies.ChainRun;
import dev.alize.policies.ChainRun.State;
import dev.alize.policies.ChainRun.Step;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts by verdict, of whole lines and of each policy, and how long judging took. */
public final class Tally {
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> policies = new LinkedHashMap<>();
    private long[] nanos = new long[1024];
    private int size;

    Tally() {
        Verdicts.WORDS.forEach(word -> lines.put(word, 0));
    }

    void add(ChainRun.Result result, long took) {
        lines.merge(TrialResult.verdict(result), 1, Integer::sum);
        result.steps().forEach(this::add);
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = took;
    }

    private void add(Step step) {
        Map<String, Integer> counts = policies.computeIfAbsent(step.policy(), name -> new LinkedHashMap<>());
        if (counts.isEmpty()) {
            Verdicts.WORDS.forEach(word -> counts.put(word, 0));
        }
        if (step.state() == State.SKIPPED) {
            counts.merge("skipped", 1, Integer::sum);
            return;
        }
        counts.merge(step.verdict().word(), 1, Integer::sum);
        if (step.state() == State.FAILED) {
            counts.merge("failed", 1, Integer::sum);
        }
    }

    public int judged() {
        return size;
    }

    /** Of whole lines: by the worst verdict of their policies. */
    public Map<String, Integer> lines() {
        return Collections.unmodifiableMap(lines);
    }

    /** By policy, in the order of the chain. A verdict on a failed policy counts as failed too. */
    public Map<String, Map<String, Integer>> policies() {
        return Collections.unmodifiableMap(policies);
    }

    /** How long judging took altogether, in milliseconds. */
    public double totalMillis() {
        return Arrays.stream(nanos, 0, size).sum() / 1e6;
    }

    /**
     * How long judging took at most for a share of the lines, in milliseconds; 0 without lines.
     *
     * @param share above 0, up to 1
     */
    public double millis(double share) {
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return size == 0 ? 0 : sorted[(int) Math.ceil(share * size) - 1] / 1e6;
    }
}

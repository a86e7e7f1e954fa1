package dev.alize.doctor;

import dev.alize.client.Problem;
import dev.alize.client.TopicLayout.Plan;
import dev.alize.diagnosis.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares topics with their plans. */
final class TopicsCheck {
    private TopicsCheck() {}

    /**
     * A topic as it is.
     *
     * @param replicas of the partition that has the fewest
     * @param behind partitions with fewer replicas in sync than they have
     * @param leaderless partitions that nobody leads
     * @param settings by Kafka's names
     */
    record Seen(int partitions, int replicas, int behind, int leaderless, Map<String, String> settings) {}

    /**
     * What is wrong with them.
     *
     * @param layout why the gateway would refuse to start, by its own check
     * @param seen the topics that exist, by name
     */
    static Finding of(List<Plan> plans, List<Problem> layout, Map<String, Seen> seen) {
        List<Fact> facts = new ArrayList<>();
        List<Remedy> remedies = new ArrayList<>();
        Severity severity = null;
        for (Problem problem : layout) {
            facts.add(new Fact(problem.where(), "got " + problem.got() + "; expected " + problem.expected()));
            severity = Severity.P1;
        }
        int wrong = 0;
        for (Plan plan : plans) {
            List<Fact> others = Optional.ofNullable(seen.get(plan.name()))
                    .map(found -> differences(plan, found))
                    .orElse(List.of());
            wrong += others.size();
            facts.addAll(others);
        }
        int behind = seen.values().stream().mapToInt(Seen::behind).sum();
        int leaderless = seen.values().stream().mapToInt(Seen::leaderless).sum();
        if (wrong > 0) {
            severity = Verdict.worse(severity, Severity.P3);
            remedies.add(Remedy.byHand("Set them with kafka-configs, or write the same into the configuration"));
        }
        if (behind > 0) {
            severity = Verdict.worse(severity, Severity.P3);
            facts.add(new Fact("replicas", Texts.count(behind, "partition") + " with replicas that are not in sync"));
        }
        if (leaderless > 0) {
            severity = Severity.P1;
            facts.add(new Fact("leaders", Texts.count(leaderless, "partition") + " without a leader"));
        }
        return new Finding(Area.TOPICS, "", severity, says(plans.size(), layout.size(), wrong), facts, remedies);
    }

    private static String says(int planned, int missing, int wrong) {
        String all = Texts.count(planned, "topic") + " expected";
        if (missing + wrong == 0) {
            return all + ", all as the configuration says";
        }
        return all + "; " + missing + " missing or of another size, " + Texts.count(wrong, "setting")
                + (wrong == 1 ? " differs" : " differ");
    }

    private static List<Fact> differences(Plan plan, Seen found) {
        List<Fact> facts = new ArrayList<>();
        new TreeMap<>(plan.properties()).forEach((name, wanted) -> {
            String got = found.settings().get(name);
            if (got != null && !same(got, wanted)) {
                facts.add(new Fact(plan.name() + " " + name, "got " + got + "; expected " + wanted));
            }
        });
        plan.replicationFactor()
                .filter(wanted -> found.replicas() < wanted)
                .ifPresent(wanted -> facts.add(
                        new Fact(plan.name() + " replication", "got " + found.replicas() + "; expected " + wanted)));
        return facts;
    }

    /** Lists may come in another order. */
    private static boolean same(String got, String wanted) {
        return Set.copyOf(List.of(got.split("\\s*,\\s*"))).equals(Set.copyOf(List.of(wanted.split("\\s*,\\s*"))));
    }
}

package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Problem;
import dev.alize.client.SchemaSubjects.Subjects;
import dev.alize.client.TenantAccess.Seen;
import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Topic;
import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.Mitigation;
import dev.alize.diagnosis.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What brokers, registry and commands say. */
class ClusterChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    private static final Plan PLAN = new Plan(
            Topic.CACHE,
            "llm.cache",
            12,
            Optional.of((short) 3),
            Map.of("cleanup.policy", "compact,delete", "retention.ms", "60000"));

    private static LagSeen lag(int members, long records, @Nullable Integer secondsOld) {
        Instant oldest = secondsOld == null ? null : NOW.minusSeconds(secondsOld);
        return new LagSeen("gateway", members, List.of(new LagSeen.Behind("llm.requests", records, oldest)));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, , , no request waits; 2 members",
        "2, 1200, 3, , '1,200 requests not taken in, the oldest for 3 s; 2 members'",
        "2, 1, 90, P3, '1 request not taken in, the oldest for 90 s; 2 members'",
        "2, 1, 900, P2, '1 request not taken in, the oldest for 15 min; 2 members'",
        "2, 5, , , 5 requests not taken in; 2 members",
        "2, 500, , P3, '500 requests not taken in, for how long is not known; 2 members'",
        "0, 0, , P1, no instance of group gateway runs; no request waits"
    })
    void requestsThatNobodyTakesInAreFound(
            int members, long records, @Nullable Integer old, @Nullable Severity severity, String says) {
        Finding finding = LagCheck.ofGateway(lag(members, records, old), NOW);
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.says()).isEqualTo(says);
    }

    @Test
    void whoMayUseTheTopicsOfTenantsIsSaidAsFarAsItIsKnown() {
        Problem problem = new Problem("topic in.acme", "User:eve may write to it", "User:acme alone");
        Finding wrong = TenantsCheck.of(2, new Seen.Acls(List.of(problem, problem, problem)));

        assertThat(TenantsCheck.of(1, new Seen.Acls(List.of())).severity()).isNull();
        assertThat(wrong.severity()).isEqualTo(Severity.P3);
        assertThat(wrong.says()).isEqualTo("2 tenants with topics of their own, and 3 ACLs to be put right");
        assertThat(wrong.facts()).extracting(Fact::name).doesNotHaveDuplicates();
        assertThat(TenantsCheck.of(1, new Seen.NoAuthorizer()).severity()).isEqualTo(Severity.P3);
        assertThat(TenantsCheck.of(1, new Seen.Denied("no")).severity()).isEqualTo(Severity.P4);
    }

    @ParameterizedTest
    @CsvSource({"1, 9, 5,", "1, 9, 900, P4", "1, 9, ,", "1, 500, , P4", "0, 0, , P3"})
    void booksThatFallBehindAreAGapInTheMonitoring(
            int members, long records, @Nullable Integer old, @Nullable Severity severity) {
        assertThat(LagCheck.ofBooks(lag(members, records, old), NOW).severity()).isEqualTo(severity);
    }

    private static Finding topics(List<Problem> layout, int replicas, int behind, int leaderless, String policy) {
        return TopicsCheck.of(
                List.of(PLAN),
                layout,
                Map.of(
                        "llm.cache",
                        new TopicsCheck.Seen(
                                12,
                                replicas,
                                behind,
                                leaderless,
                                Map.of("cleanup.policy", policy, "retention.ms", "60000"))));
    }

    @Test
    void topicsAreComparedWithTheirPlans() {
        assertThat(topics(List.of(), 3, 0, 0, "delete, compact").severity()).isNull();
        Finding policy = topics(List.of(), 3, 0, 0, "delete");
        assertThat(policy.severity()).isEqualTo(Severity.P3);
        assertThat(policy.facts())
                .containsExactly(new Fact("llm.cache cleanup.policy", "got delete; expected compact,delete"));
        assertThat(policy.says()).endsWith("1 setting differs");
        assertThat(topics(List.of(), 1, 0, 0, "compact,delete").facts())
                .containsExactly(new Fact("llm.cache replication", "got 1; expected 3"));
        assertThat(topics(List.of(), 3, 2, 0, "compact,delete").severity()).isEqualTo(Severity.P3);
        assertThat(topics(List.of(), 3, 2, 1, "compact,delete").severity()).isEqualTo(Severity.P1);
        Problem missing =
                new Problem("topic llm.audit", "no such topic", "12 partitions; create it with: alize topics create");
        assertThat(topics(List.of(missing), 3, 0, 0, "compact,delete"))
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.P1))
                .satisfies(f -> assertThat(f.facts().getFirst().text()).contains("alize topics create"));
    }

    @Test
    void aRegistryWithoutAnyOfOursIsNoted() {
        assertThat(RegistryLook.check("http://user:pw@host:8081", new Subjects(List.of("a"), List.of("b")), 5))
                .satisfies(f -> assertThat(f.severity()).isNull())
                .satisfies(f -> assertThat(f.says()).isEqualTo("http://host:8081 in 5 ms; 1 of 2 subjects"));
        assertThat(RegistryLook.check("http://host", new Subjects(List.of(), List.of("b")), 5)
                        .severity())
                .isEqualTo(Severity.P3);
    }

    private static Mitigation command(Command command, @Nullable String target, long value) {
        return new Mitigation(new Mitigation.Scope(command, target), value, null, "ada", NOW, "because");
    }

    private static Finding commands(Mitigation... commands) {
        return CommandsCheck.of(new ActiveCommands(List.of(commands)), List.of("large", "spare"));
    }

    @Test
    void aPauseIsFoundWithTheWayToEndIt() {
        assertThat(commands().severity()).isNull();
        assertThat(commands(command(Command.TIMEOUT, "large", 120_000)))
                .satisfies(f -> assertThat(f.severity()).isNull())
                .satisfies(f -> assertThat(f.facts().getFirst().text()).startsWith("120000 ms, by ada at 2026"));
        Finding one = commands(command(Command.PAUSE, "large", 0));
        assertThat(one.severity()).isEqualTo(Severity.P3);
        assertThat(one.remedies().getFirst().command()).containsExactly("control", "resume", "large");
        assertThat(commands(command(Command.PAUSE, "large", 0), command(Command.PAUSE, "spare", 0))
                        .severity())
                .isEqualTo(Severity.P2);
        assertThat(commands(command(Command.PAUSE, null, 0))
                        .remedies()
                        .getFirst()
                        .command())
                .containsExactly("control", "resume", "--all");
        assertThat(commands(command(Command.PAUSE, "gone", 0)).severity()).isNull();
    }
}

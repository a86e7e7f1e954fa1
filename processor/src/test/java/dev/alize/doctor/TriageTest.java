package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.UnreachableException;
import dev.alize.diagnosis.Severity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TriageTest {
    private static final Remedies TWO = new Remedies(List.of("a", "b"));

    private static Look look(Area area, String about, Severity ifSilent, Look.Probe probe) {
        return new Look(area, about, ifSilent, probe);
    }

    private static Look fine(Area area) {
        return look(area, "", Severity.P4, () -> List.of(Finding.fine(area, "", "well", List.of())));
    }

    @Test
    @Timeout(20)
    void oneThatHangsAndOneThatFailsStopNobody() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        List<Finding> findings = new Triage(Duration.ofMillis(300))
                .of(List.of(
                        look(Area.BROKER, "", Severity.P1, () -> {
                            never.await();
                            return List.of();
                        }),
                        look(Area.REGISTRY, "", Severity.P2, () -> {
                            throw new UnreachableException("the registry does not answer", new RuntimeException("x"));
                        }),
                        look(Area.TOPICS, "", Severity.P4, () -> {
                            throw new IllegalStateException("a message with a secret");
                        }),
                        fine(Area.ERRORS)));
        assertThat(findings)
                .extracting(f -> f.area() + " " + f.severity() + " " + f.says())
                .containsExactly(
                        "BROKER P1 not known: the look did not end within 300 ms",
                        "REGISTRY P2 not known: the registry does not answer",
                        "TOPICS P4 not known: the look failed (IllegalStateException)",
                        "ERRORS null well");
    }

    @Test
    @Timeout(20)
    void allLookAtTheSameTime() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Look.Probe meet = () -> {
            both.countDown();
            both.await();
            return List.of();
        };
        assertThat(new Triage(Duration.ofSeconds(15))
                        .of(List.of(look(Area.TOPICS, "", Severity.P4, meet), look(Area.LAG, "", Severity.P4, meet))))
                .isEmpty();
    }

    @Test
    void whileNoTargetCanBeCalledTheOutageIsComplete() {
        Finding a = target("a", Severity.P2);
        Finding b = target("b", Severity.P2);
        Finding well = Finding.fine(Area.TARGET, "b", "well", List.of());

        assertThat(Verdict.together(List.of(a, well))).containsExactly(a, well);
        List<Finding> both = Verdict.together(List.of(a, b));
        assertThat(both).extracting(Finding::severity).containsOnly(Severity.P1);
        assertThat(both.getFirst().remedies())
                .extracting(remedy -> String.join(" ", remedy.command()))
                .containsExactly("", "control pause --all --for 15m");
    }

    @Test
    void aQuotaThatIsUsedUpIsNoCompleteOutage() {
        Finding full = new Finding(Area.TARGET, "a", Severity.P2, "our quota is used up", List.of(), List.of(), true);

        assertThat(Verdict.together(List.of(full))).containsExactly(full);
        assertThat(Verdict.together(List.of(full, target("b", Severity.P2))))
                .extracting(Finding::severity)
                .containsOnly(Severity.P2);
    }

    private static Finding target(String id, Severity severity) {
        return new Finding(
                Area.TARGET, id, severity, "the provider fails", List.of(), TWO.against(Trouble.REFUSED, id, "x", ""));
    }

    @Test
    void whatSilentBrokersHideIsSaidOnce() {
        List<Finding> findings = Verdict.together(List.of(
                Finding.unknown(Area.BROKER, "", Severity.P1, "not known: no answer"),
                Finding.unknown(Area.LAG, "gateway", Severity.P4, "not known: no answer"),
                Finding.unknown(Area.REGISTRY, "", Severity.P2, "not known: refused")));
        assertThat(findings)
                .extracting(Finding::says)
                .containsExactly(
                        "not known: no answer", "not known while the brokers do not answer", "not known: refused");
    }

    @Test
    void theWorstDecidesTheExitCode() {
        assertThat(Verdict.exitCode(null)).isZero();
        assertThat(Verdict.exitCode(Severity.P4)).isEqualTo(1);
        assertThat(Verdict.exitCode(Severity.P3)).isEqualTo(1);
        assertThat(Verdict.exitCode(Severity.P2)).isEqualTo(3);
        assertThat(Verdict.exitCode(Severity.P1)).isEqualTo(4);
        assertThat(Verdict.of(List.of(target("a", Severity.P3), target("b", Severity.P2))))
                .isEqualTo(Severity.P2);
        assertThat(Verdict.of(List.of())).isNull();
    }
}

package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.domain.CallFacts;
import dev.alize.domain.Capability;
import dev.alize.domain.Demand;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Pass;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Admission;
import dev.alize.domain.Router.Routing;
import dev.alize.pacing.Pacing;
import dev.alize.routing.BreakerRules;
import dev.alize.routing.FakeTime;
import dev.alize.routing.RetryRules;
import dev.alize.routing.RoutingRules;
import dev.alize.routing.Surroundings;
import dev.alize.routing.TargetRouter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan as routing and pacing carry it out together. */
class RoutingPlanTest {
    private static final Demand ANY = new Demand(null, Set.of(), 10, null, false);

    private final FakeTime time = new FakeTime();
    private final Environment environment = new Environment(
            Map.of("MISTRAL_API_KEY", "key", "OPENAI_API_KEY", "key"), () -> Instant.ofEpochSecond(0, time.nanoTime()));

    @TempDir
    Path directory;

    @Test
    void aPlanThatEntitlesToNothingHoldsNoRequestThatAnotherTargetCanServe() {
        TargetRouter router =
                router("- {id: a, provider: mistral, model: m, limits: [{requests: 0, per: 1s}]}", OPENAI);

        assertThat(begin(router, "a", "b").target().id()).isEqualTo("b");
    }

    @Test
    void anotherKeyLiftsTheStopOfItsQuotaToo() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "old");
        TargetRouter router =
                router("- {id: a, provider: mistral, model: m, secret_key_ref: {file: " + file + "}}", OPENAI);
        refuse(router, FailureKind.NOT_ENTITLED, Map.of("x-ratelimit-limit-req-minute", "0"));
        time.pass(Duration.ofSeconds(5));
        assertThat(begin(router, "a", "b").target().id()).isEqualTo("b");

        Files.writeString(file, "new");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        time.pass(Duration.ofSeconds(3));

        assertThat(begin(router, "a", "b").target().id()).isEqualTo("a");
    }

    @Test
    void aChangedConfigurationLiftsTheStopOfAQuotaToo() {
        TargetRouter router = router(MISTRAL, OPENAI);
        refuse(router, FailureKind.NOT_ENTITLED, Map.of());
        assertThat(begin(router, "a", "b").target().id()).isEqualTo("b");

        router.follow(RoutingPlan.rules(configuration(MISTRAL, OPENAI).providers(), environment));

        assertThat(begin(router, "a", "b").target().id()).isEqualTo("a");
    }

    @Test
    void aBreakerThatIsSwitchedOffStaysClosed() {
        String text = text(MISTRAL) + "  circuit_breaker: {enabled: false, slow_call_seconds: 1}\n";
        TargetRouter router = router(new ConfigurationReader().parse("f.yaml", text));
        for (int i = 0; i < 300; i++) {
            fail(router, FailureKind.PROVIDER_UNAVAILABLE, new CallFacts(503, 0, 5_000, null, Map.of()));
        }

        assertThat(router.takesCalls("a")).isTrue();
    }

    @Test
    void aRetryBudgetOfTheConfigurationIsOneOfRouting() {
        String text = text(MISTRAL) + "  retry: {budget: 10}\n";
        RoutingRules rules = RoutingPlan.rules(
                new ConfigurationReader().parse("f.yaml", text).providers(), environment);
        RoutingRules plain = RoutingPlan.rules(configuration(MISTRAL).providers(), environment);

        assertThat(rules.retry().budget()).isEqualTo(10);
        assertThat(plain.retry()).isEqualTo(RetryRules.DEFAULT);
        assertThat(plain.breaker()).isEqualTo(BreakerRules.DEFAULT);
    }

    @Test
    void anImageGoesToPlainTargetsInTheirOrderWhateverTheySpeak() {
        assertThat(route(router(MISTRAL, OPENAI), Capability.CHAT, Capability.VISION))
                .isEqualTo(new Routing.Along(new Route(List.of("a", "b"))));
    }

    @Test
    void codeGoesToNoTargetOfOpenAisDialect() {
        String all = "capabilities: [chat, code, vision, tools, json, streaming]}";
        String stating = OPENAI.replace("}", ", " + all);

        assertThat(route(router(OPENAI, MISTRAL), Capability.CODE))
                .isEqualTo(new Routing.Along(new Route(List.of("a"))));
        assertThat(route(router(stating, MISTRAL), Capability.CODE))
                .isEqualTo(new Routing.Along(new Route(List.of("a"))));
        assertThat(route(router(OPENAI), Capability.CODE))
                .isEqualTo(new Routing.Nowhere(
                        FailureKind.NO_CAPABLE_TARGET,
                        "the request needs code; target b: completes no code in OpenAI's dialect"));
    }

    @Test
    void whoListsEverythingHasStatedIt() {
        String stating = OPENAI.replace("}", ", capabilities: [chat, code, vision, tools, json, streaming]}");

        assertThat(route(router(MISTRAL, stating), Capability.CHAT, Capability.VISION))
                .isEqualTo(new Routing.Along(new Route(List.of("b"))));
    }

    private static Routing route(TargetRouter router, Capability... needs) {
        return router.route(new Demand(null, Set.of(needs), 10, null, false));
    }

    private static final String MISTRAL = "- {id: a, provider: mistral, model: m}";
    private static final String OPENAI = "- {id: b, provider: openai, model: n}";

    private void refuse(TargetRouter router, FailureKind kind, Map<String, String> headers) {
        fail(router, kind, new CallFacts(429, 0, 1, null, headers));
    }

    private void fail(TargetRouter router, FailureKind kind, CallFacts facts) {
        begin(router, "a").ended(new Outcome.Failure(kind, null, "", facts), OptionalLong.empty());
        time.pass(Duration.ZERO);
    }

    private Pass begin(TargetRouter router, String... ids) {
        return switch (router.admit(new Route(List.of(ids)), ANY, time.nanoTime())) {
            case Admission.Now now -> now.pass();
            case Admission.Later later -> throw new AssertionError("admitted only at " + later.atNanos());
        };
    }

    private TargetRouter router(String... targets) {
        return router(configuration(targets));
    }

    private TargetRouter router(Configuration configuration) {
        Pacing pacing = new Pacing(new dev.alize.pacing.Surroundings(
                time::nanoTime, Clock.systemUTC(), Duration.ofMillis(30), ProcessEvents.NONE));
        pacing.follow(RoutingPlan.quotas(configuration.providers()));
        return new TargetRouter(
                RoutingPlan.rules(configuration.providers(), environment),
                new Surroundings(time::nanoTime, () -> 0.5, time, ProcessEvents.NONE, pacing::group));
    }

    private static Configuration configuration(String... targets) {
        return new ConfigurationReader().parse("f.yaml", text(targets));
    }

    private static String text(String... targets) {
        return """
                policies: {chain: [audit-logger]}
                providers:
                  targets:
                """ + "    " + String.join("\n    ", targets) + "\n";
    }
}

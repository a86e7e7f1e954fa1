package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Pass;
import dev.alize.domain.Secret;
import dev.alize.domain.Strategy;
import dev.alize.domain.Target;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyTest {
    private final FakeSecret key = new FakeSecret();
    private final RoutedTarget elsewhere = Desk.with(
            Desk.withKey(Desk.target("us"), key),
            t -> new Target(
                    t.id(),
                    t.provider(),
                    t.model(),
                    URI.create("https://api.us.mistral.ai/v1"),
                    t.key(),
                    t.timeout(),
                    t.streamTimeout(),
                    null));
    private final RoutingRules rules = Desk.rules(
            Strategy.FALLBACK,
            Desk.withKey(Desk.target("a"), key),
            Desk.withKey(Desk.target("b"), key),
            Desk.target("other"),
            elsewhere);
    private final Desk desk = new Desk(rules);

    @Test
    void aRefusedKeyStopsEveryTargetOfTheHostThatUsesItAndAlertsOnce() {
        Pass open = desk.begin("a");
        desk.fail("a", FailureKind.UNAUTHORIZED);
        desk.end(open, Desk.failure(FailureKind.UNAUTHORIZED));

        assertThat(desk.state("a").stopped()).isEqualTo("unauthorized");
        assertThat(desk.begin("a", "b", "other").target().id()).isEqualTo("other");
        assertThat(desk.router.takesCalls("us")).isTrue();
        assertThat(desk.later("a", "b")).isEqualTo(Desk.ON_CHANGE);
        assertThat(desk.events).containsExactly("key_refused a unauthorized", "key_refused b unauthorized");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"FORBIDDEN", "NOT_ENTITLED"})
    void aMissingRightStopsOnlyThatTarget(FailureKind kind) {
        desk.fail("a", kind);

        assertThat(desk.state("a").stopped()).isEqualTo(kind.code());
        assertThat(desk.router.takesCalls("b")).isTrue();
    }

    @Test
    void aChangedKeyIsNoticedWithinASecond() {
        desk.fail("a", FailureKind.UNAUTHORIZED);
        desk.time.pass(Duration.ofSeconds(5));
        assertThat(desk.router.takesCalls("a")).isFalse();

        key.text = "new";
        int told = desk.told.get();
        desk.time.pass(Duration.ofSeconds(1));

        assertThat(desk.router.takesCalls("a")).isTrue();
        assertThat(desk.router.takesCalls("b")).isTrue();
        assertThat(desk.told.get()).isGreaterThan(told);
        desk.fail("a", FailureKind.UNAUTHORIZED);
        assertThat(desk.events.stream().filter("key_refused a unauthorized"::equals))
                .hasSize(2);
    }

    @Test
    void aCallWithTheOldKeyDoesNotStopTheNewOne() {
        Pass old = desk.begin("a");
        key.text = "new";
        desk.end(old, Desk.failure(FailureKind.UNAUTHORIZED));

        assertThat(desk.router.takesCalls("a")).isTrue();
        assertThat(desk.events).isEmpty();
    }

    @Test
    void aKeyThatCannotBeReadForAWhileStopsNothingForGood() {
        key.text = null;
        desk.fail("a", FailureKind.UNAUTHORIZED);
        assertThat(desk.router.takesCalls("a")).isFalse();
        key.text = "back";
        desk.time.pass(Duration.ofSeconds(1));
        assertThat(desk.router.takesCalls("a")).isTrue();
    }

    @Test
    void aKeyIsReadOnTheTimerOnlyAndOnlyWhileItStopsTheTarget() {
        int atFirst = key.reads.get();
        for (int i = 0; i < 10; i++) {
            desk.end(desk.begin("a"), Desk.failure(FailureKind.INVALID_REQUEST));
            desk.time.pass(Duration.ofSeconds(1));
        }
        desk.begin("a").ended(Desk.failure(FailureKind.FORBIDDEN), OptionalLong.empty());
        assertThat(desk.router.takesCalls("a")).isFalse();
        assertThat(key.reads).hasValue(atFirst);

        desk.time.settle();
        desk.time.pass(Duration.ofSeconds(3));
        assertThat(key.reads).as("at once and every second").hasValue(atFirst + 4);
    }

    @Test
    void aKeyThatTurnsOutToBeNewIsTriedAndIfItIsRefusedStopsTheTarget() {
        key.text = "new";
        desk.fail("a", FailureKind.UNAUTHORIZED);
        assertThat(desk.router.takesCalls("a"))
                .as("the refused key may be the old one")
                .isTrue();
        assertThat(desk.events).isEmpty();

        desk.fail("a", FailureKind.UNAUTHORIZED);
        desk.time.pass(Duration.ofSeconds(5));
        assertThat(desk.router.takesCalls("a")).isFalse();
        assertThat(desk.events).contains("key_refused a unauthorized");
    }

    @Test
    void newRulesLetItTryAgain() {
        desk.fail("a", FailureKind.NOT_ENTITLED);
        desk.router.follow(rules);
        assertThat(desk.router.takesCalls("a")).isTrue();
    }

    @Test
    void aKeyIsInNoEventAndNoState() {
        desk.fail("a", FailureKind.UNAUTHORIZED);
        assertThat(desk.events.toString() + desk.router.states()).doesNotContain("s3cret");
    }

    private static final class FakeSecret implements Secret {
        final AtomicInteger reads = new AtomicInteger();
        volatile @Nullable String text = "s3cret";

        @Override
        public String reveal() {
            reads.incrementAndGet();
            String now = text;
            if (now == null) {
                throw new IllegalStateException("file key: cannot be read");
            }
            return now;
        }

        @Override
        public String toString() {
            return "env MISTRAL_API_KEY";
        }
    }
}

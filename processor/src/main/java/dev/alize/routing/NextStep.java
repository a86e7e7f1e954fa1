package dev.alize.routing;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Failed;
import dev.alize.domain.Router.Next;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a request after a failed attempt. Pure: a table of the failure and of what is known of the targets. */
final class NextStep {
    /** What only the operator can mend: the request waits for that rather than fail. */
    private static final Set<FailureKind> OPERATOR_MENDS = Set.copyOf(EnumSet.of(
            FailureKind.UNAUTHORIZED, FailureKind.FORBIDDEN, FailureKind.NOT_ENTITLED, FailureKind.PROXY_REFUSED));

    private final RetryRules rules;
    private final Targets targets;

    /** What is known of the targets now. */
    interface Targets {
        boolean takesCalls(String id);

        /** Whether it answered anything within the last minute. */
        boolean answeredLately(String id);

        @Nullable
        RoutedTarget target(String id);
    }

    NextStep(RetryRules rules, Targets targets) {
        this.rules = rules;
        this.targets = targets;
    }

    /** @param random from 0 (inclusive) to 1 */
    Next after(Failed failed, double random) {
        FailureKind kind = failed.failure().kind();
        if (kind == FailureKind.RATE_LIMITED) {
            return new Next.Requeue(failed.route());
        }
        if (kind == FailureKind.TARGETS_UNAVAILABLE) {
            return new Next.GiveUp();
        }
        if (kind.retryable()) {
            return targets.takesCalls(failed.target()) ? again(failed, random) : whileItTakesNone(failed, random);
        }
        return kind.fallbackAllowed() ? elsewhere(failed, random) : new Next.GiveUp();
    }

    private Next again(Failed failed, double random) {
        boolean counts = countsAsAttempt(failed);
        boolean mayTry = !counts || failed.attempts() + 1 < rules.maxAttempts();
        long delayMs = Backoff.ms(rules, failed.failure(), failed.failures(), counts, random);
        if (mayTry && delayMs < failed.leftMs()) {
            return new Next.Retry(failed.route(), delayMs, counts);
        }
        return others(failed).<Next>map(Next.Fallback::new).orElseGet(Next.GiveUp::new);
    }

    /**
     * An hour-long outage must use up nobody's attempts; a poisoned request among healthy ones must use up its own. A
     * target whose answer began is not out: if the rest of it does not come, or cannot be read, that is an attempt.
     */
    private boolean countsAsAttempt(Failed failed) {
        boolean mayBeOutage = failed.failure().kind().countsAgainstBreaker()
                && failed.failure().facts().status() / 100 != 2
                && !targets.answeredLately(failed.target());
        return !failed.trial() && !mayBeOutage;
    }

    private Next whileItTakesNone(Failed failed, double random) {
        Optional<Route> others = others(failed);
        if (others.isPresent()) {
            List<String> order = new ArrayList<>(others.get().targets());
            order.add(failed.target());
            return new Next.Fallback(new Route(order));
        }
        boolean asked = RetryAfter.ms(failed.failure().facts()) > 0;
        return asked ? waitUncounted(failed, random) : new Next.Requeue(failed.route());
    }

    private Next elsewhere(Failed failed, double random) {
        Optional<Route> others = others(failed);
        if (others.isPresent()) {
            return new Next.Fallback(others.get());
        }
        if (!OPERATOR_MENDS.contains(failed.failure().kind())) {
            return new Next.GiveUp();
        }
        // A target that still takes calls would refuse at once again and again.
        return targets.takesCalls(failed.target()) ? waitUncounted(failed, random) : new Next.Requeue(failed.route());
    }

    private Next waitUncounted(Failed failed, double random) {
        long delayMs = Backoff.ms(rules, failed.failure(), failed.failures(), false, random);
        return delayMs < failed.leftMs()
                ? new Next.Retry(failed.route(), delayMs, false)
                : new Next.Requeue(failed.route());
    }

    /** The route without the failed target, and without those that would fail in the same way. */
    private Optional<Route> others(Failed failed) {
        Outcome.Failure failure = failed.failure();
        if (!failure.kind().fallbackAllowed()) {
            return Optional.empty();
        }
        RoutedTarget first = targets.target(failed.target());
        List<String> left = failed.route().targets().stream()
                .filter(id -> !id.equals(failed.target()))
                .filter(id -> mayServe(failure.kind(), first, targets.target(id)))
                .toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Route(left));
    }

    private static boolean mayServe(FailureKind kind, @Nullable RoutedTarget failed, @Nullable RoutedTarget other) {
        if (other == null) {
            return false;
        }
        if (failed == null) {
            return true;
        }
        boolean otherModel = !other.target().model().equals(failed.target().model());
        if (kind == FailureKind.UNKNOWN_MODEL) {
            return otherModel;
        }
        return kind != FailureKind.CONTEXT_LENGTH_EXCEEDED || isLarger(failed, other, otherModel);
    }

    /** Where a window is not stated, another model is worth one call. */
    private static boolean isLarger(RoutedTarget failed, RoutedTarget other, boolean otherModel) {
        Long failedLimit = failed.maxContextTokens();
        Long otherLimit = other.maxContextTokens();
        return failedLimit != null && otherLimit != null ? otherLimit > failedLimit : otherModel;
    }
}

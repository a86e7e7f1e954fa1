package dev.alize.gateway;

import dev.alize.calls.Intake;
import dev.alize.config.Configuration;
import dev.alize.config.Waiting;
import dev.alize.domain.Moderator;
import dev.alize.topology.EngineSettings;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What a configuration says to the engine of an instance.
 *
 * @param instance its name
 * @param moderator whom policies ask
 * @param cautious whether calls wait for the commit of their rows
 */
record EngineRules(String instance, Moderator moderator, BooleanSupplier cautious) {
    /** After an unclean stop calls wait for their row's commit for so long. */
    private static final Duration CAUTION = Duration.ofMinutes(1);

    static BooleanSupplier caution(boolean unclean) {
        long until = System.nanoTime() + CAUTION.toNanos();
        return unclean ? () -> System.nanoTime() - until < 0 : () -> false;
    }

    EngineSettings of(Configuration configuration) {
        var processing = configuration.processing();
        return new EngineSettings(
                instance,
                configuration.version(),
                processing.idempotency().window(),
                processing.idempotency().entries(),
                processing.idempotency().earlyCancelWindow(),
                processing.recovery().maxRedispatches(),
                processing.bounds().maxRequestBytes(),
                processing.bounds().maxResponseBytes(),
                processing.waiting().maxAge(),
                processing.waiting().maxHeldPerKey(),
                PolicyChains.of(configuration.policies(), moderator),
                cautious);
    }

    static Intake.Limits limits(Configuration configuration) {
        Waiting waiting = configuration.processing().waiting();
        return new Intake.Limits(
                waiting.maxWaiting(),
                waiting.maxHeldBytes(),
                configuration.providers().retry().maxWaiting());
    }
}

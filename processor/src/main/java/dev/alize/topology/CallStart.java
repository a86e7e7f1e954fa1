package dev.alize.topology;

import dev.alize.calls.Inbox;
import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.EventSink;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Material.About;
import dev.alize.domain.Outcome;
import dev.alize.domain.Pass;
import dev.alize.domain.Provider;
import dev.alize.domain.Target;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.OpenRequest;
import dev.alize.topology.judging.StreamGuards;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins the call of an open request. */
final class CallStart {
    private static final Logger log = LoggerFactory.getLogger(CallStart.class);
    private static final String CHAT_PATH = "/chat/completions";
    private static final String FIM_PATH = "/fim/completions";

    private final Engine engine;
    private final Settlement settlement;
    private final Opinions opinions;
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970; asked on the stream thread */
    CallStart(Engine engine, Settlement settlement, LongSupplier clock) {
        this.clock = clock;
        this.engine = engine;
        this.settlement = settlement;
        this.opinions = new Opinions(engine);
    }

    /** Hands the attempt to the provider; what it comes to, and its parts where it is streamed, go to the inbox. */
    void start(TaskRoom.Open entry, TaskRoom.SlotInHand slot, Inbox<Settled> inbox) {
        OpenRequest open = entry.request();
        CompletionRequest request = open.getRequest();
        Pass pass = slot.pass();
        Target target = pass.target();
        Body body = new Body(engine.codec(), request, target);
        engine.calls().open(entry.call(), target.id(), slot.bytes(), inbox, line -> {
            StreamedAnswer streamed = isStreamed(open) ? new StreamedAnswer(engine, line, body, guards(open)) : null;
            Attempt attempt = new Attempt(
                    Identities.of(request),
                    open.getAttempts(),
                    target,
                    request.getEndpoint() == Endpoint.FIM ? FIM_PATH : CHAT_PATH,
                    body,
                    timeLeft(streamed == null ? target.timeout() : target.streamTimeout(), open.getExpiresAt()),
                    streamed == null ? null : heard(pass, streamed));
            Consumer<Outcome> done = ended -> {
                Outcome outcome = streamed == null ? ended : streamed.ended(ended);
                Settled settled = settlement.settle(open, attempt, body, streamed, outcome);
                try {
                    pass.ended(outcome, settled.tokens());
                } catch (RuntimeException e) {
                    log.atError().setCause(e).log("An ended call could not be accounted for");
                }
                List<Choice> choices = settled.response().getChoices();
                opinions.ask(open, settled, streamed == null ? choices : streamed.came(settled.response()), line::done);
            };
            try {
                Provider.Call call = engine.provider().start(attempt, done);
                return () -> {
                    call.cancel();
                    pass.cancelled();
                };
            } catch (RuntimeException e) {
                String message =
                        "The call could not be started (" + e.getClass().getName() + ")";
                CallFacts nothing = new CallFacts(0, clock.getAsLong(), 0, null, Map.of());
                done.accept(new Outcome.Failure(FailureKind.INTERNAL, null, message, nothing));
                return () -> {};
            }
        });
    }

    private static EventSink heard(Pass pass, EventSink events) {
        return data -> {
            pass.heard();
            return events.accept(data);
        };
    }

    private @Nullable StreamGuards guards(OpenRequest open) {
        About about = Demands.about(open);
        return StreamGuards.of(about, engine.settings().chains().of(about), open.getRequest(), open.getOriginals());
    }

    static boolean isStreamed(OpenRequest open) {
        return Boolean.TRUE.equals(open.getRequest().getStream());
    }

    private Duration timeLeft(Duration timeout, Instant expiresAt) {
        long left = Math.max(1, expiresAt.toEpochMilli() - clock.getAsLong());
        return left < timeout.toMillis() ? Duration.ofMillis(left) : timeout;
    }
}

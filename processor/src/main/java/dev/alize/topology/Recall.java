package dev.alize.topology;

import dev.alize.cache.AnswerCache;
import dev.alize.cache.CacheRules;
import dev.alize.cache.KeptAnswer;
import dev.alize.cache.Question;
import dev.alize.domain.Blame;
import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the stages do with the response cache. Owned by the task's stream thread; nothing here blocks. */
final class Recall {
    private static final Set<String> NOBODY_ANSWERED = Set.of(Blame.PROVIDER.code(), Blame.NETWORK.code());

    private final Engine engine;
    private final TaskRoom room;
    private final Questions questions = new Questions();

    Recall(Engine engine, TaskRoom room) {
        this.engine = engine;
        this.room = room;
    }

    /**
     * What the request asks; null where the cache is not for it. One whose answer gets personal data put back never uses
     * it: what its answer holds is nobody else's.
     */
    @Nullable
    Question question(OpenRequest open) {
        CacheRules rules = engine.cache().rules();
        Boolean wish = open.getRequest().getCache();
        boolean wanted = wish == null ? rules.byDefault() : wish;
        return wanted && rules.maxBytes() > 0 && open.getOriginals().isEmpty()
                ? questions.of(open.getRequest(), rules)
                : null;
    }

    /** The response of a request whose answer is known; null where it has to be called. */
    @Nullable
    Answered known(RequestKey key, Hash16 content, OpenRequest open, Question question, long now) {
        return engine.cache()
                .fresh(question, now)
                .flatMap(kept -> answered(key, content, open, kept, false, now))
                .orElse(null);
    }

    /** The response of a request that waited for the answer of another one; null where that one is not for it. */
    @Nullable
    Answered shared(RequestKey key, Hash16 content, OpenRequest open, KeptAnswer kept, long now) {
        return answered(key, content, open, kept, false, now).orElse(null);
    }

    /** The same; where no target gave an answer, with an old one if there is one. */
    Answered orStale(Answered given, long now) {
        Question question = isForLackOfTargets(given) ? question(given.open()) : null;
        if (question == null) {
            return given;
        }
        AnswerCache cache = engine.cache();
        Optional<Answered> young = cache.fresh(question, now).flatMap(kept -> again(given, kept, false, now));
        return young.or(() -> cache.stale(question, now).flatMap(kept -> again(given, kept, true, now)))
                .orElse(given);
    }

    /** Given up because of its targets, or expired while none took calls. */
    private boolean isForLackOfTargets(Answered given) {
        ResponseError error = given.response().getError();
        if (error == null) {
            return false;
        }
        return switch (given.response().getStatus()) {
            case FAILED -> NOBODY_ANSWERED.contains(error.getBlame());
            case EXPIRED ->
                error.getKind().equals(FailureKind.DEADLINE_EXCEEDED.code())
                        && !given.open().getRoute().isEmpty()
                        && given.open().getRoute().stream().noneMatch(engine.router()::takesCalls);
            case COMPLETED, BLOCKED, CANCELLED -> false;
        };
    }

    private Optional<Answered> again(Answered given, KeptAnswer kept, boolean degraded, long now) {
        return answered(given.key(), given.content(), given.open(), kept, degraded, now);
    }

    private Optional<Answered> answered(
            RequestKey key, Hash16 content, OpenRequest open, KeptAnswer kept, boolean degraded, long now) {
        return Recalled.read(kept, open.getRequest().getTenant())
                .map(answer -> Recalled.response(open, answer, degraded, engine.settings(), now))
                .map(response -> new Answered(key, content, open, response, null, null));
    }

    /** An answer on its way to the topic, with its question. */
    record Keeping(Question question, Outgoing record) {}

    /**
     * Once the transaction has committed, keeps the answer that a caller gets, and gives it to those that wait for it.
     * It answers what was asked when the request joined: under another version since then, it was not judged.
     *
     * @return what has to be written; null where the answer is not kept
     */
    @Nullable
    Keeping keep(Answered answered, CompletionResponse response, long now) {
        boolean called = response.getStatus() == Status.COMPLETED && !response.getCached();
        Question question = called ? question(answered.open()) : null;
        if (question == null) {
            return null;
        }
        AnswerCache cache = engine.cache();
        Question asked = room.following().question(answered.key()).orElse(question);
        CachedAnswer answer = Recalled.answer(response, now);
        KeptAnswer kept = Recalled.kept(answer);
        if (!Recalled.isWhole(response) || kept.value().length > largest()) {
            engine.hooks().afterCommit(room, () -> cache.flights().disband(asked));
            return null;
        }
        engine.hooks().afterCommit(room, () -> {
            cache.keep(asked, kept);
            cache.flights().share(asked, kept);
        });
        return new Keeping(asked, new Outgoing(room.partition(), engine.codec().encode(answer)));
    }

    /** A record of the topic is no larger than one of the responses. */
    private int largest() {
        return Math.min(
                engine.cache().rules().maxEntryBytes(), engine.settings().maxResponseBytes());
    }
}

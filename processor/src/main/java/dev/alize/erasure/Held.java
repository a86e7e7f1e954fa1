package dev.alize.erasure;

import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which records hold text of a subject; has to see requests before answers, and answers before the cache. */
final class Held {
    private final Subject subject;
    private final Set<RequestKey> requests = new HashSet<>();
    private final Set<String> completions = new HashSet<>();

    Held(Subject subject) {
        this.subject = subject;
    }

    /**
     * @param value of a record of any topic that holds texts
     * @param owner whose topic of requests it is on, whatever it says; null for another topic
     */
    boolean isOfSubject(Object value, @Nullable String owner) {
        if (owner != null && value instanceof CompletionRequest request) {
            request.setTenant(owner);
        }
        return isOfSubject(value);
    }

    /** The same on a topic of all. */
    boolean isOfSubject(Object value) {
        return switch (value) {
            case CompletionRequest request -> isOfSubject(request);
            case DeadLetter letter -> isOfSubject(letter.getRequest());
            case CompletionResponse response -> {
                Identity identity = new Identity(response.getTenant(), response.getRequestId(), response.getRedrive());
                boolean is = requests.contains(RequestKey.of(identity));
                if (is && response.getCompletionId() != null) {
                    completions.add(response.getCompletionId());
                }
                yield is;
            }
            case CompletionChunk chunk ->
                requests.contains(
                        RequestKey.of(new Identity(chunk.getTenant(), chunk.getRequestId(), chunk.getRedrive())));
            case CachedAnswer answer ->
                subject.tenant().equals(answer.getTenant())
                        && answer.getCompletionId() != null
                        && completions.contains(answer.getCompletionId());
            default -> false;
        };
    }

    private boolean isOfSubject(CompletionRequest request) {
        boolean is = subject.isOf(request);
        if (is) {
            requests.add(Subject.key(request));
        }
        return is;
    }
}

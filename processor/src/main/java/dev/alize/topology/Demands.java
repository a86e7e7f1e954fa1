package dev.alize.topology;

import dev.alize.domain.Capability;
import dev.alize.domain.Demand;
import dev.alize.domain.Route;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.OpenRequest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of a request what routing and pacing must know. Pure. */
final class Demands {
    private Demands() {}

    /** Of a request that was never routed: estimates its tokens, which the row keeps. */
    static Demand first(OpenRequest open) {
        open.setPromptTokens(estimate(open.getRequest()));
        return of(open);
    }

    static Demand of(OpenRequest open) {
        CompletionRequest request = open.getRequest();
        return new Demand(
                request.getModel(), needs(request), open.getPromptTokens(), maxTokens(request), isRetried(open));
    }

    /** Where the request goes next, or the first time. */
    static Route route(OpenRequest open) {
        return new Route(open.getRoute());
    }

    private static boolean isRetried(OpenRequest open) {
        return open.getFailuresAtTarget() > 0
                && !open.getRoute().isEmpty()
                && open.getRoute().getFirst().equals(open.getTarget());
    }

    private static Set<Capability> needs(CompletionRequest request) {
        Set<Capability> needs = EnumSet.of(request.getEndpoint() == Endpoint.FIM ? Capability.CODE : Capability.CHAT);
        if (Boolean.TRUE.equals(request.getStream())) {
            needs.add(Capability.STREAMING);
        }
        return needs;
    }

    private static long estimate(CompletionRequest request) {
        long characters = request.getPrompt() == null ? 0 : request.getPrompt().length();
        for (var message : request.getMessages()) {
            characters += String.valueOf(message.getContent()).length();
        }
        return characters / 4 + 1;
    }

    private static @Nullable Long maxTokens(CompletionRequest request) {
        return request.getParameters().getMaxTokens();
    }
}

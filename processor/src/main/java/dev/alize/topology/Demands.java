package dev.alize.topology;

import dev.alize.domain.Capability;
import dev.alize.domain.Demand;
import dev.alize.domain.Material.About;
import dev.alize.domain.Route;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.chat.Needs;
import dev.alize.schemas.chat.TokenEstimate;
import java.util.EnumSet;
import java.util.Set;

/** Says of a request what routing and pacing must know. Pure. */
public final class Demands {
    private Demands() {}

    /** Of a request that was never routed: estimates its tokens, which the row keeps. */
    public static Demand first(OpenRequest open) {
        open.setPromptTokens(TokenEstimate.of(open.getRequest()));
        return of(open);
    }

    static Demand of(OpenRequest open) {
        CompletionRequest request = open.getRequest();
        return new Demand(
                request.getModel(),
                capabilities(request),
                open.getPromptTokens(),
                TokenEstimate.maxTokensOf(request).orElse(null),
                isRetried(open));
    }

    /** Where the request goes next, or the first time. */
    static Route route(OpenRequest open) {
        return new Route(open.getRoute());
    }

    /** What policies must know of a request besides its texts. */
    public static About about(OpenRequest open) {
        CompletionRequest request = open.getRequest();
        return new About(
                Identities.of(request),
                request.getSubject(),
                request.getModel(),
                capabilities(request),
                CallStart.isStreamed(open));
    }

    private static boolean isRetried(OpenRequest open) {
        return open.getFailuresAtTarget() > 0
                && !open.getRoute().isEmpty()
                && open.getRoute().getFirst().equals(open.getTarget());
    }

    private static Set<Capability> capabilities(CompletionRequest request) {
        Needs needs = Needs.of(request);
        Set<Capability> capabilities = EnumSet.of(needs.isFim() ? Capability.CODE : Capability.CHAT);
        add(capabilities, needs.hasImages(), Capability.VISION);
        add(capabilities, needs.hasTools(), Capability.TOOLS);
        add(capabilities, needs.wantsJson(), Capability.JSON);
        add(capabilities, needs.isStreamed(), Capability.STREAMING);
        return capabilities;
    }

    private static void add(Set<Capability> capabilities, boolean needed, Capability capability) {
        if (needed) {
            capabilities.add(capability);
        }
    }
}

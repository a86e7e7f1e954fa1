package dev.alize.replay;

import dev.alize.domain.Identity;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the trail says of one request. Confined to one thread. */
final class Life {
    /** More attempts of one request are taken together. */
    private static final int MOST_ATTEMPTS = 100;

    private static final double NANO = 1e9;

    /**
     * What a call used.
     *
     * @param target its id
     * @param at when it began, for the price that held then
     * @param cachedTokens of the prompt's, those that the provider had in its cache
     */
    record Used(String target, Instant at, long promptTokens, long cachedTokens, long completionTokens) {}

    final Identity identity;
    final int partition;
    final @Nullable String topic;
    final long offset;
    private List<PolicyResult> verdicts = List.of();
    private final List<Used> used = new ArrayList<>();
    private @Nullable String firstTarget;
    private @Nullable String status;
    private long nanoUsd;

    /** @param event with a request id and an offset */
    Life(int partition, AuditEvent event) {
        this.identity = identity(event);
        this.partition = partition;
        this.topic = event.getSourceTopic();
        this.offset = event.getSourceOffset() == null ? -1 : event.getSourceOffset();
    }

    static Identity identity(AuditEvent event) {
        String tenant = event.getTenant();
        String id = event.getRequestId();
        return new Identity(tenant == null ? "" : tenant, id == null ? "" : id, event.getRedrive());
    }

    void take(AuditEvent event) {
        switch (event.getKind()) {
            case "admitted" -> verdicts = ofRequest(event);
            case "response" -> {
                verdicts = event.getVerdicts().isEmpty() ? verdicts : ofRequest(event);
                status = event.getStatus();
            }
            default -> {
                AuditAttempt attempt = event.getAttempt();
                if (attempt != null) {
                    take(attempt, event.getAt());
                }
            }
        }
    }

    private void take(AuditAttempt attempt, Instant at) {
        if (attempt.getNumber() == 1) {
            firstTarget = attempt.getTarget();
        }
        Double cost = attempt.getCost();
        nanoUsd += cost == null ? 0 : Math.round(cost * NANO);
        Long prompt = attempt.getPromptTokens();
        Long completion = attempt.getCompletionTokens();
        if ((prompt != null || completion != null) && used.size() < MOST_ATTEMPTS) {
            Long cached = attempt.getCachedTokens();
            Instant began = attempt.getStartedAt();
            used.add(new Used(
                    attempt.getTarget(),
                    began == null ? at : began,
                    prompt == null ? 0 : prompt,
                    cached == null ? 0 : cached,
                    completion == null ? 0 : completion));
        }
    }

    private static List<PolicyResult> ofRequest(AuditEvent event) {
        return event.getVerdicts().stream()
                .filter(result -> result.getDirection().equals("request"))
                .toList();
    }

    /** Of its request, in the order of the chain. */
    List<PolicyResult> verdicts() {
        return verdicts;
    }

    List<Used> used() {
        return used;
    }

    /** Null where no call was made, or the first was made before the window. */
    @Nullable
    String firstTarget() {
        return firstTarget;
    }

    /** Null where it was not answered within the window. */
    @Nullable
    String status() {
        return status;
    }

    /** What its attempts cost, in billionths of a USD. */
    long nanoUsd() {
        return nanoUsd;
    }
}

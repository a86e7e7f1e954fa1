package dev.alize.topology;

import dev.alize.budget.Account;
import dev.alize.budget.Leases;
import dev.alize.budget.Unit;
import dev.alize.domain.Target;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.chat.TokenEstimate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What the requests of a task have reserved of their budgets, from the budget stage to their answers. What is reserved
 * stands in their rows; what was spent, in the leases. Owned by the task's stream thread.
 */
final class Reservations {
    /** Tokens of a completion at a target that has answered nothing yet. */
    private static final double USUAL_LENGTH = 500;
    /** Weight of the latest completion in the mean. */
    private static final double NEWS = 0.1;

    /** What a request has reserved of each of its accounts. */
    record Reserved(List<String> accounts, long nanoUsd, long tokens) {
        static Reserved of(OpenRequest open) {
            return new Reserved(List.copyOf(open.getBudgets()), open.getReservedNanoUsd(), open.getReservedTokens());
        }

        long in(String account) {
            return Account.unit(account) == Unit.USD ? nanoUsd : tokens;
        }
    }

    private final Leases leases;
    private final boolean kept;
    private final LongSupplier clock;
    private final Map<String, Double> lengths = new HashMap<>();
    private final Deque<Parked.Stay> toJudge = new ArrayDeque<>();

    /**
     * @param kept whether a stage of the topology keeps the leases
     * @param clock of the task, in milliseconds since 1970
     */
    Reservations(Leases leases, boolean kept, LongSupplier clock) {
        this.leases = leases;
        this.kept = kept;
        this.clock = clock;
    }

    Leases leases() {
        return leases;
    }

    /** Of a row that was open when the task started. */
    void restored(Reserved reserved) {
        reserved.accounts().forEach(account -> leases.restored(account, reserved.in(account)));
    }

    /** Tokens of the prompt and of as long a completion as the request allows, else as the target usually gives. */
    long completionTokens(OpenRequest open, String target) {
        Long most = TokenEstimate.maxTokensOf(open.getRequest()).orElse(null);
        return most != null ? most : Math.round(lengths.getOrDefault(target, USUAL_LENGTH));
    }

    /** What one attempt at a target is estimated to cost if it began now; 0 USD where it has no price. */
    Reserved estimate(OpenRequest open, Target target, List<String> accounts) {
        long completion = completionTokens(open, target.id());
        long prompt = open.getPromptTokens();
        long nano = target.pricing() == null
                ? 0
                : nano(target.pricing().at(Instant.ofEpochMilli(now())).of(prompt, 0, completion));
        return new Reserved(accounts, nano, prompt + completion);
    }

    static long nano(double usd) {
        return Math.round(usd * 1e9);
    }

    /** Reserves what an attempt is estimated to cost, whether the leases have room for it or not. */
    void reserve(OpenRequest open, Reserved estimate) {
        open.setBudgets(estimate.accounts());
        open.setReservedNanoUsd(estimate.nanoUsd());
        open.setReservedTokens(estimate.tokens());
        estimate.accounts().forEach(account -> leases.reserve(account, estimate.in(account)));
    }

    /**
     * An attempt has ended. What it cost takes the place of its reservation; what may have been billed, and nobody knows
     * how much, counts as its reservation. What was not billed leaves it for the next attempt.
     */
    void settled(OpenRequest open, Settled settled) {
        Double cost = settled.attempt().getCost();
        OptionalLong tokens = settled.tokens();
        if (tokens.isPresent()) {
            Long completion = settled.attempt().getCompletionTokens();
            if (completion != null) {
                lengths.merge(settled.target().id(), (double) completion, (mean, last) -> mean + NEWS * (last - mean));
            }
            long nano = cost == null ? 0 : nano(cost);
            open.setSpentNanoUsd(open.getSpentNanoUsd() + nano);
            open.setSpentTokens(open.getSpentTokens() + tokens.getAsLong());
            spend(open, nano, tokens.getAsLong());
        } else if (settled.attempt().getPossiblyBilled()
                || settled.failure() == null
                || settled.facts().status() / 100 == 2) {
            cutOff(open);
        }
    }

    /** An attempt whose outcome nobody knows counts as what was reserved for it. */
    void cutOff(OpenRequest open) {
        spend(open, open.getReservedNanoUsd(), open.getReservedTokens());
    }

    /** What is still reserved for the request is free again. */
    void release(OpenRequest open) {
        spend(open, 0, 0);
    }

    private void spend(OpenRequest open, long nanoUsd, long tokens) {
        if (open.getBudgets().isEmpty()) {
            return;
        }
        Reserved reserved = Reserved.of(open);
        reserved.accounts().forEach(account -> {
            long spent = Account.unit(account) == Unit.USD ? nanoUsd : tokens;
            leases.settle(account, reserved.in(account), spent);
        });
        open.setReservedNanoUsd(0);
        open.setReservedTokens(0);
    }

    /** Whether a further attempt is to be reserved: the last one was paid for, or may have been. */
    boolean isToRenew(OpenRequest open) {
        return kept && !open.getBudgets().isEmpty() && open.getReservedTokens() == 0;
    }

    /** Whether the next attempt has a reservation already. */
    boolean isReserved(OpenRequest open) {
        return kept && !open.getBudgets().isEmpty() && open.getReservedTokens() > 0;
    }

    /** Requests that were parked before a further attempt, until the budget stage takes them. */
    Deque<Parked.Stay> toJudge() {
        return toJudge;
    }

    long now() {
        return clock.getAsLong();
    }
}

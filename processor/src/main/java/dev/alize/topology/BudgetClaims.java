package dev.alize.topology;

import dev.alize.budget.Leases;
import dev.alize.schemas.BudgetClaim;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Tells the ledger what the requests of a task use and wait for. Part of the budget stage. */
final class BudgetClaims {
    private final Engine engine;
    private final int partition;
    private final ProcessorContext<byte[], Object> context;
    private final Leases leases;
    private final Waitlist waiting;

    /** @param context of the budget stage */
    BudgetClaims(Engine engine, TaskRoom room, ProcessorContext<byte[], Object> context) {
        this.engine = engine;
        this.partition = room.partition();
        this.context = context;
        this.leases = room.reservations().leases();
        this.waiting = new Waitlist(leases);
    }

    /** The requests that wait for their budgets. */
    Waitlist waiting() {
        return waiting;
    }

    /** Tells the ledger what it is to know now. */
    void tell(long now) {
        waiting.tell();
        leases.claims(now, this::forward);
    }

    private void forward(BudgetClaim claim) {
        byte[] key = claim.getAccount().getBytes(StandardCharsets.UTF_8);
        byte[] value = engine.codec().encode(claim);
        context.forward(
                new Record<>(key, new Outgoing(partition, value), context.currentSystemTimeMs()), Stages.BUDGET_CLAIMS);
        if (claim.getNeeded() > claim.getSpent() + claim.getReserved()) {
            context.commit();
        }
    }
}

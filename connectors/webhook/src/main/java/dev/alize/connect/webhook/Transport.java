package dev.alize.connect.webhook;

import java.util.function.Consumer;

/** Makes one attempt. */
interface Transport {
    /** @param done is told once, on the loop, never within this call */
    void attempt(Delivery delivery, Consumer<Attempted> done);
}

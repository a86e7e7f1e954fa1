package dev.alize.schemas.serde;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import java.time.Instant;
import java.util.List;

/** Records to write and read. */
final class Samples {
    private Samples() {}

    static Cancellation cancellation() {
        return Cancellation.newBuilder()
                .setRequestId("r-1")
                .setTenant("t")
                .setRedrive(1)
                .build();
    }

    static CompletionRequest request() {
        Message message = Message.newBuilder()
                .setRole("user")
                .setContent("Bonjour, ça va ?")
                .build();
        return CompletionRequest.newBuilder()
                .setRequestId("r-1")
                .setTenant("acme")
                .setMessages(List.of(message))
                .setParametersBuilder(Parameters.newBuilder().setTemperature(0.5))
                .setDeadline(Instant.ofEpochMilli(1_700_000_000_123L))
                .build();
    }
}

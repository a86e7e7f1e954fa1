package dev.alize.domain;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call to make.
 *
 * @param identity the request it is for
 * @param number 1 for the first attempt of the request
 * @param target where it goes
 * @param path below the target's base URL, such as {@code /chat/completions}
 * @param body makes the JSON body; called once, on a thread of the provider
 * @param timeout the time left: the target's timeout, or less where the deadline is nearer
 * @param events takes the events of a streamed answer; null where the answer is not streamed
 */
public record Attempt(
        Identity identity,
        int number,
        Target target,
        String path,
        Supplier<byte[]> body,
        Duration timeout,
        @Nullable EventSink events) {}

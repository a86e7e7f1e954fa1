package dev.alize.simulator;

import dev.alize.simulator.quota.Standing;
import dev.alize.simulator.vendor.Dialect;
import io.vertx.core.MultiMap;
import java.util.List;

/** The headers of a vendor's answers. Immutable. */
interface Headers {
    /** What every answer has. */
    void usual(MultiMap headers, long millis, long serial);

    /** What a stream has, from its start. */
    void stream(MultiMap headers, long millis, long serial, List<Standing> standings);

    /** What only a counted answer has. */
    void rates(MultiMap headers, List<Standing> standings, int cost);

    /** What a call has that was refused for a limit. */
    void exhausted(MultiMap headers, Standing standing);

    static Headers of(Dialect dialect) {
        return switch (dialect) {
            case MISTRAL -> new MistralHeaders();
            case OPENAI -> new OpenAiHeaders();
        };
    }
}

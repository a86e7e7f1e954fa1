package dev.alize.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.console.state.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What the server asks for. Never asked on its event loop; by several threads. Each method throws {@link Refused} where it
 * is asked for something wrong, and {@link dev.alize.client.UnreachableException} where brokers or registry are away.
 */
public interface Backend {
    /** The state now; quick. */
    Snapshot snapshot();

    /** A number that changes with what is news at once; quick. */
    long news();

    /** An incident as a whole; quick. */
    ObjectNode incident(String id);

    /** Gives or lifts a command; returns when it is written. */
    void control(JsonNode order, Caller caller);

    /** Says something of an incident; returns when it is written. */
    void say(String incident, JsonNode statement, Caller caller);

    /**
     * The life of a request. An interrupt ends the search: then it gives what it has found until then.
     *
     * @throws InterruptedException where nothing was begun
     */
    ObjectNode search(Search search, Caller caller) throws InterruptedException;

    /**
     * What is searched for.
     *
     * @param tenant null for any
     * @param key of the request's record; null where nobody knows
     * @param from such as {@code 2h} or {@code 2026-11-20T10:00:00Z}; null for the beginning
     */
    record Search(
            String id,
            @Nullable String tenant,
            @Nullable String key,
            @Nullable String from) {}
}

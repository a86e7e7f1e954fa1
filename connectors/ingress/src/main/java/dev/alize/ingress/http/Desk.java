package dev.alize.ingress.http;

import dev.alize.ingress.access.Access;
import dev.alize.ingress.config.Limits;
import dev.alize.ingress.exchange.Exchange;
import dev.alize.ingress.exchange.Waits;
import dev.alize.ingress.metrics.Measures;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What all requests of a process share.
 *
 * @param guarded whether only this machine's own names are served
 * @param models that are told
 * @param ids of requests that bring none
 */
record Desk(
        Exchange exchange,
        Waits waits,
        Access access,
        boolean guarded,
        Limits limits,
        List<String> models,
        Supplier<String> ids,
        InstantSource clock,
        Budget budget,
        OpenCalls calls,
        Measures measures) {}

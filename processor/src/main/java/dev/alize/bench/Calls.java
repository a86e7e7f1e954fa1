package dev.alize.bench;

import java.util.stream.IntStream;

/** How often the simulator was called for each request of a run. Immutable. */
final class Calls {
    private final int[] calls;

    Calls(int... calls) {
        this.calls = calls.clone();
    }

    /** For the request with this number. */
    int of(int request) {
        return calls[request];
    }

    /** For all requests. */
    int all() {
        return IntStream.of(calls).sum();
    }

    /** Calls beyond the first of each request. */
    int extra() {
        return IntStream.of(calls).map(count -> Math.max(0, count - 1)).sum();
    }

    /** Extra calls of all requests beyond those that were cut off. */
    int unexplained(Cuts cuts) {
        return IntStream.range(0, calls.length)
                .map(request -> unexplained(request, cuts))
                .sum();
    }

    /** Extra calls of one request beyond those that were cut off. */
    int unexplained(int request, Cuts cuts) {
        return Math.max(0, calls[request] - 1 - cuts.of(request));
    }
}

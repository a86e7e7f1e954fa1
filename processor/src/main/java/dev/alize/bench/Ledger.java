package dev.alize.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What came back for the requests of one run, numbered from 0. Request {@code i} has the id {@code <run>-<i>} and goes
 * to partition {@code i} modulo the partitions, or with a hot key in four of five cases to the first one. Written by the reader's thread, read by any.
 */
final class Ledger {
    private static final char SEPARATOR = '-';
    /** With a hot key one of so many requests goes elsewhere. */
    private static final int HOT_OUT_OF = 5;

    private final String run;
    private final int[] responses;
    private final long[] arrivals;
    private final long[] offsets;
    private final byte @Nullable [][] values;
    private final boolean hot;
    private int answered;
    private int surplus;

    private Ledger(String run, int requests, byte @Nullable [][] values, boolean hot) {
        this.run = run;
        this.responses = new int[requests];
        this.arrivals = new long[requests];
        this.offsets = new long[requests];
        this.values = values;
        this.hot = hot;
    }

    /** @param run without {@code -} */
    static Ledger of(String run, int requests) {
        return new Ledger(run, requests, new byte[requests][], false);
    }

    /** One whose requests mostly go to one partition. */
    static Ledger hot(String run, int requests) {
        return new Ledger(run, requests, new byte[requests][], true);
    }

    /** One that counts only. */
    static Ledger counting(String run, int requests) {
        return new Ledger(run, requests, null, false);
    }

    String run() {
        return run;
    }

    int requests() {
        return responses.length;
    }

    String id(int request) {
        return run + SEPARATOR + request;
    }

    int partition(int request) {
        return hot && request % HOT_OUT_OF != 0 ? 0 : request / (hot ? HOT_OUT_OF : 1) % ProcessorConfig.PARTITIONS;
    }

    static String runOf(String id) {
        int at = id.indexOf(SEPARATOR);
        return at < 0 ? "" : id.substring(0, at);
    }

    /** Number of the request with this id; -1 where it is none of this run. */
    int number(String id) {
        try {
            int number = runOf(id).equals(run) ? Integer.parseInt(id.substring(run.length() + 1)) : -1;
            return number < responses.length ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A response is visible. */
    synchronized void arrived(int request, long offset, byte[] value, long nanos) {
        if (responses[request]++ > 0) {
            surplus++;
            return;
        }
        arrivals[request] = nanos;
        offsets[request] = offset;
        if (values != null) {
            values[request] = value;
        }
        answered++;
        notifyAll();
    }

    /**
     * Waits until every request is answered.
     *
     * @return false where nothing came for as long as {@code silence}
     */
    boolean awaitAll(Duration silence) throws InterruptedException {
        return await(responses.length, silence);
    }

    /**
     * Waits until so many requests are answered.
     *
     * @return false where nothing came for as long as {@code silence}
     */
    synchronized boolean await(int count, Duration silence) throws InterruptedException {
        long heard = System.nanoTime();
        int known = answered;
        while (answered < count) {
            long left = silence.toMillis() - (System.nanoTime() - heard) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
            if (answered > known) {
                known = answered;
                heard = System.nanoTime();
            }
        }
        return true;
    }

    synchronized int missing() {
        return responses.length - answered;
    }

    /** Responses beyond the first, over all requests. */
    synchronized int duplicates() {
        return surplus;
    }

    synchronized boolean isAnswered(int request) {
        return responses[request] > 0;
    }

    /** When the first response was seen, as {@link System#nanoTime()}. */
    synchronized long arrival(int request) {
        return arrivals[request];
    }

    /** Offset of the first response in its partition. */
    synchronized long offset(int request) {
        return offsets[request];
    }

    /** The first response, encoded; null where there is none or only counts are kept. */
    synchronized byte @Nullable [] value(int request) {
        return values == null ? null : values[request];
    }

    /** Keeps only what was counted. */
    synchronized void forgetValues() {
        if (values != null) {
            Arrays.fill(values, null);
        }
    }

    /** When requests were answered, in order, as {@link System#nanoTime()}. */
    synchronized long[] arrivals() {
        return IntStream.range(0, responses.length)
                .filter(request -> responses[request] > 0)
                .mapToLong(request -> arrivals[request])
                .sorted()
                .toArray();
    }

    /** When the last request was answered. */
    synchronized long lastArrival() {
        return IntStream.range(0, responses.length)
                .filter(request -> responses[request] > 0)
                .mapToLong(request -> arrivals[request])
                .max()
                .orElseThrow();
    }
}

package dev.alize.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * A provider that enforces strict sliding windows: a request is counted when it arrives, its tokens when it ends; a
 * request that arrives while either window is full is refused. Headers as the vendor sends them, with the name of a
 * minute whatever the window's length is: 429 carries the exhausted pair only.
 */
final class StrictServer {
    private final SlidingWindow requests;
    private final SlidingWindow tokens;
    int refused;
    boolean sendsHeaders = true;

    StrictServer(long requestLimit, long tokenLimit, long windowNanos) {
        requests = new SlidingWindow(requestLimit, windowNanos);
        tokens = new SlidingWindow(tokenLimit, windowNanos);
    }

    /** Headers of the refusal; empty where the request is let in. */
    Map<String, String> arrive(long now) {
        boolean noRequests = requests.used(now) >= requests.limit;
        if (!noRequests && tokens.used(now) < tokens.limit) {
            requests.add(1, now);
            return Map.of();
        }
        refused++;
        return noRequests ? requests.headers("req", now) : tokens.headers("tokens", now);
    }

    Map<String, String> end(long cost, long now) {
        tokens.add(cost, now);
        if (!sendsHeaders) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>(requests.headers("req", now));
        headers.putAll(tokens.headers("tokens", now));
        headers.put("x-ratelimit-tokens-query-cost", Long.toString(cost));
        return headers;
    }

    double requestsUsed(long from, long to) {
        return requests.total(from, to);
    }

    double tokensUsed(long from, long to) {
        return tokens.total(from, to);
    }

    private static final class SlidingWindow {
        private record Entry(long at, long amount) {}

        private final long limit;
        private final long length;
        private final Deque<Entry> inside = new ArrayDeque<>();
        private final Deque<Entry> all = new ArrayDeque<>();
        private long sum;

        SlidingWindow(long limit, long length) {
            this.limit = limit;
            this.length = length;
        }

        void add(long amount, long now) {
            Entry entry = new Entry(now, amount);
            inside.add(entry);
            all.add(entry);
            sum += amount;
        }

        long used(long now) {
            while (!inside.isEmpty() && inside.element().at() <= now - length) {
                sum -= inside.remove().amount();
            }
            return sum;
        }

        Map<String, String> headers(String name, long now) {
            return Map.of(
                    "x-ratelimit-limit-" + name + "-minute",
                    Long.toString(limit),
                    "x-ratelimit-remaining-" + name + "-minute",
                    Long.toString(Math.max(0, limit - used(now))));
        }

        double total(long from, long to) {
            return all.stream()
                    .filter(entry -> entry.at() > from && entry.at() <= to)
                    .mapToLong(Entry::amount)
                    .sum();
        }
    }
}

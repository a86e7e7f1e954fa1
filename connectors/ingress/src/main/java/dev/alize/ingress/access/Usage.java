package dev.alize.ingress.access;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What one tenant uses of this instance now. Outlives readings of the file. Any thread may call. */
final class Usage {
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private Rate.Bucket bucket;

    Usage(long now) {
        bucket = Rate.empty(now);
    }

    /** Takes one of the rate. @return 0, or the nanoseconds until there is one to take */
    synchronized long begin(Rate rate, long now) {
        Rate.Decision decision = rate.take(bucket, now);
        bucket = decision.next();
        return decision.waitNanos();
    }

    boolean openRequest(@Nullable Integer limit) {
        return open(requests, limit);
    }

    void closeRequest() {
        requests.decrementAndGet();
    }

    boolean openStream(@Nullable Integer limit) {
        return open(streams, limit);
    }

    void closeStream() {
        streams.decrementAndGet();
    }

    private static boolean open(AtomicInteger count, @Nullable Integer limit) {
        int most = limit == null ? Integer.MAX_VALUE : limit;
        return count.getAndUpdate(open -> open < most ? open + 1 : open) < most;
    }
}

package dev.alize.ingress;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Ids of requests whose callers give none: 120 random bits, so that nobody guesses another's. Any thread may call. */
final class RequestIds implements Supplier<String> {
    private static final int BYTES = 15;

    private final ThreadLocal<SecureRandom> random = ThreadLocal.withInitial(SecureRandom::new);

    @Override
    public String get() {
        byte[] bytes = new byte[BYTES];
        random.get().nextBytes(bytes);
        return "req_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

package dev.alize.console.http;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who has shown a token, by the random id in their cookie. They end with the process, when they are not used for eight
 * hours, and when there are more than a thousand later ones. Confined to the event loop.
 */
final class Logins {
    static final Duration IDLE = Duration.ofHours(8);
    private static final int MOST = 1_000;
    private static final int ID_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LongSupplier clock;
    /** The least recently used first. */
    private final LinkedHashMap<String, Login> logins = new LinkedHashMap<>();

    private record Login(Caller caller, long usedAt) {}

    /** @param clock in milliseconds, from any start */
    Logins(LongSupplier clock) {
        this.clock = clock;
    }

    /** A new one; returns its id. */
    String open(Caller caller) {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        logins.put(id, new Login(caller, clock.getAsLong()));
        if (logins.size() > MOST) {
            logins.remove(logins.firstEntry().getKey());
        }
        return id;
    }

    /** Who it is, who is used now; empty where it is over. */
    Optional<Caller> use(String id) {
        forgetIdle();
        Login login = logins.remove(id);
        if (login == null) {
            return Optional.empty();
        }
        logins.put(id, new Login(login.caller(), clock.getAsLong()));
        return Optional.of(login.caller());
    }

    void end(String id) {
        logins.remove(id);
    }

    private void forgetIdle() {
        long now = clock.getAsLong();
        Map.Entry<String, Login> oldest = logins.firstEntry();
        while (oldest != null && now - oldest.getValue().usedAt() > IDLE.toMillis()) {
            logins.remove(oldest.getKey());
            oldest = logins.firstEntry();
        }
    }

    int size() {
        return logins.size();
    }
}

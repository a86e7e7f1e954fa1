package dev.alize.console.http;

import dev.alize.console.http.Tokens.Shown;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Who has shown a token, by the random id in their cookie. They end with the process, with their token, after a day, when
 * they are not used for eight hours, and when there are more than a thousand later ones. Confined to the event loop.
 */
final class Logins {
    static final Duration IDLE = Duration.ofHours(8);
    static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST = 1_000;
    private static final int ID_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LongSupplier clock;
    private final Predicate<Shown> isStill;
    /** The least recently used first. */
    private final LinkedHashMap<String, Login> logins = new LinkedHashMap<>();

    private record Login(Shown shown, long openedAt, long usedAt) {}

    /**
     * @param clock in milliseconds, from any start
     * @param isStill whether a token still holds
     */
    Logins(LongSupplier clock, Predicate<Shown> isStill) {
        this.clock = clock;
        this.isStill = isStill;
    }

    /** A new one; returns its id. */
    String open(Shown shown) {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = clock.getAsLong();
        logins.put(id, new Login(shown, now, now));
        if (logins.size() > MOST) {
            logins.remove(logins.firstEntry().getKey());
        }
        return id;
    }

    /** Who it is, who is used now; empty where it is over. */
    Optional<Caller> use(String id) {
        Optional<Login> login = look(id);
        login.ifPresent(found -> {
            logins.remove(id);
            logins.put(id, new Login(found.shown(), found.openedAt(), clock.getAsLong()));
        });
        return login.map(found -> found.shown().caller());
    }

    /** Whether it is not over; this is no use of it. */
    boolean isOpen(String id) {
        return look(id).isPresent();
    }

    private Optional<Login> look(String id) {
        forgetIdle();
        Login login = logins.get(id);
        if (login == null) {
            return Optional.empty();
        }
        if (clock.getAsLong() - login.openedAt() > LONGEST.toMillis() || !isStill.test(login.shown())) {
            logins.remove(id);
            return Optional.empty();
        }
        return Optional.of(login);
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

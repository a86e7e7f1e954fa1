package dev.alize.console.http;

import dev.alize.config.ConsoleSettings;
import dev.alize.config.ConsoleToken;
import dev.alize.config.Environment;
import dev.alize.domain.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tokens of the configuration. What is given is compared by hash, with all of them, in a time that tells nothing. */
public final class Tokens {
    private static final int SHORTEST = 16;

    private final List<Known> known;

    private record Known(Caller caller, Secret secret) {}

    /**
     * A token that was shown.
     *
     * @param hash of its text
     */
    record Shown(Caller caller, ByteBuffer hash) {}

    private Tokens(List<Known> known) {
        this.known = List.copyOf(known);
    }

    /**
     * Those of a configuration.
     *
     * @throws IllegalArgumentException where one cannot be read or is too short; the message says which, and never its text
     */
    public static Tokens of(ConsoleSettings settings, Environment environment) {
        List<Known> known = new ArrayList<>();
        for (ConsoleToken token : settings.tokens()) {
            Secret secret = token.token().in(environment);
            String place = "console.tokens '" + token.name() + "' token_ref";
            int length;
            try {
                length = secret.reveal().length();
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
            }
            if (length < SHORTEST) {
                throw new IllegalArgumentException(place + " (" + token.token() + "): got " + length
                        + " characters, expected 16 or more, such as `openssl rand -hex 32` makes");
            }
            known.add(new Known(new Caller(token.role(), token.name()), secret));
        }
        return new Tokens(known);
    }

    /** Whether there are none: then everybody may enter. */
    public boolean isEmpty() {
        return known.isEmpty();
    }

    /** The token with this text; empty where it is none of ours. */
    Optional<Shown> find(String given) {
        if (given.length() < SHORTEST) {
            return Optional.empty();
        }
        byte[] hash = hash(given);
        Caller found = null;
        for (Known one : known) {
            if (MessageDigest.isEqual(hash, hash(text(one)))) {
                found = one.caller();
            }
        }
        return Optional.ofNullable(found).map(caller -> new Shown(caller, ByteBuffer.wrap(hash)));
    }

    /** Whether a token that was shown before is still that of its holder: its text may have been replaced meanwhile. */
    boolean isStill(Shown shown) {
        return known.stream()
                .anyMatch(one -> one.caller().equals(shown.caller())
                        && MessageDigest.isEqual(shown.hash().array(), hash(text(one))));
    }

    /** Where it cannot be read now, one that is too short for anybody to get in with. */
    private static String text(Known one) {
        try {
            return one.secret().reveal();
        } catch (IllegalStateException e) {
            return "";
        }
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(("alize " + text).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

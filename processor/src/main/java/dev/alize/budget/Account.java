package dev.alize.budget;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of accounts, such as {@code usd/2026-01-31/acme/mistral-large-latest}. */
public final class Account {
    private static final Pattern NAME = Pattern.compile("(usd|tokens)/\\d{4}-\\d{2}(-\\d{2})?/[^/]+(/[^/]+)?");

    private Account() {}

    /** @param model null for all models together */
    public static String name(Unit unit, Period period, long nowMs, String tenant, @Nullable String model) {
        String name = unit.code() + "/" + period.at(nowMs) + "/" + encoded(tenant);
        return model == null ? name : name + "/" + encoded(model);
    }

    /** Whether it is the name of an account. */
    public static boolean isOne(String name) {
        try {
            return NAME.matcher(name).matches() && endsAt(name) > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    /** The unit of an account. */
    public static Unit unit(String account) {
        return account.startsWith(Unit.USD.code() + "/") ? Unit.USD : Unit.TOKENS;
    }

    /** The period of an account. */
    public static Period period(String account) {
        return period(account.split("/", -1));
    }

    private static Period period(String[] parts) {
        return parts[1].length() > 7 ? Period.DAY : Period.MONTH;
    }

    /** When its period is over, in milliseconds since 1970. */
    public static long endsAt(String account) {
        return Period.end(account.split("/", -1)[1]);
    }
}

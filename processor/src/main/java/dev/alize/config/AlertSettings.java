package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Block {@code alerts}: who is told of incidents, and how.
 *
 * @param receivers in their order; none, the default, switches alerts off
 * @param digestAfter updates for one receiver within a minute, of which more are told together, 1 to 1,000; default 5
 * @param timeout longest that one attempt to tell somebody may take, 1 s to 2 min; default 10 s
 * @param giveUpAfter how long an update is tried, 1 min to 30 d; default 24 h
 * @param responseTimes how soon somebody has to acknowledge an incident
 * @param businessHours when P4 incidents are worked on
 * @param affected features that external texts name; none by default
 * @param workaround that external texts name; null, the default, for none
 */
public record AlertSettings(
        List<ReceiverSettings> receivers,
        int digestAfter,
        Duration timeout,
        Duration giveUpAfter,
        Responses responseTimes,
        Hours businessHours,
        List<String> affected,
        @Nullable String workaround) {
    public static final Range<Integer> DIGEST_AFTER = Range.of(1, 1_000);
    public static final Range<Duration> TIMEOUT = Range.of(Duration.ofSeconds(1), Duration.ofMinutes(2));
    public static final Range<Duration> GIVE_UP_AFTER = Range.of(Duration.ofMinutes(1), Duration.ofDays(30));
    public static final AlertSettings DEFAULT = new AlertSettings(
            List.of(),
            5,
            Duration.ofSeconds(10),
            Duration.ofHours(24),
            Responses.DEFAULT,
            Hours.DEFAULT,
            List.of(),
            null);

    public AlertSettings {
        receivers = List.copyOf(receivers);
        affected = List.copyOf(affected);
        DIGEST_AFTER.check("alerts.digest_after", digestAfter);
        TIMEOUT.check("alerts.timeout", timeout);
        GIVE_UP_AFTER.check("alerts.give_up_after", giveUpAfter);
    }

    /** Whether somebody is told. */
    public boolean isOn() {
        return !receivers.isEmpty();
    }

    /**
     * How soon somebody has to acknowledge an incident, as in the runbook; a P4 by the end of the next business day.
     *
     * @param p1 1 min to 7 d; default 15 min
     * @param p2 likewise; default 1 h
     * @param p3 likewise; default 4 h
     * @param reminders how often one is alerted again when the time has passed, 0 to 100; default 4
     */
    public record Responses(Duration p1, Duration p2, Duration p3, int reminders) {
        public static final Range<Duration> TIME = Range.of(Duration.ofMinutes(1), Duration.ofDays(7));
        public static final Range<Integer> REMINDERS = Range.of(0, 100);
        public static final Responses DEFAULT =
                new Responses(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4), 4);

        public Responses {
            TIME.check("alerts.response_times.p1", p1);
            TIME.check("alerts.response_times.p2", p2);
            TIME.check("alerts.response_times.p3", p3);
            REMINDERS.check("alerts.response_times.reminders", reminders);
        }
    }

    /**
     * Monday to Friday, from a time of the day to a later one.
     *
     * @param timeZone where; default UTC
     * @param from default 09:00
     * @param to default 17:00
     */
    public record Hours(ZoneId timeZone, LocalTime from, LocalTime to) {
        public static final Hours DEFAULT = new Hours(ZoneOffset.UTC, LocalTime.of(9, 0), LocalTime.of(17, 0));

        public Hours {
            if (!from.isBefore(to)) {
                throw new InvalidSettingException(
                        "alerts.business_hours.to", "is not after alerts.business_hours.from");
            }
        }
    }
}

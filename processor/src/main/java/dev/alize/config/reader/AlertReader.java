package dev.alize.config.reader;

import dev.alize.config.AlertSettings;
import dev.alize.config.ReceiverSettings;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.Scalar;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Block {@code alerts}. */
final class AlertReader {
    private AlertReader() {}

    static Supplier<AlertSettings> read(YamlMap block, SecretReader secrets) {
        AlertSettings usual = AlertSettings.DEFAULT;
        Supplier<List<ReceiverSettings>> receivers = receivers(block.list("receivers"), new ReceiverReader(secrets));
        int digest = block.get("digest_after", Values.whole(AlertSettings.DIGEST_AFTER), usual.digestAfter());
        Duration timeout = block.get("timeout", Values.duration(AlertSettings.TIMEOUT), usual.timeout());
        Duration giveUp = block.get("give_up_after", Values.duration(AlertSettings.GIVE_UP_AFTER), usual.giveUpAfter());
        AlertSettings.Responses responses = responses(block.block("response_times"));
        Supplier<AlertSettings.Hours> hours = hours(block.block("business_hours"));
        List<String> affected = block.list("affected").stream()
                .flatMap(value -> value.as(Formats.text()).stream())
                .toList();
        String workaround = block.find("workaround", Formats.text()).orElse(null);
        return () -> new AlertSettings(
                receivers.get(), digest, timeout, giveUp, responses, hours.get(), affected, workaround);
    }

    private static Supplier<List<ReceiverSettings>> receivers(List<YamlValue> entries, ReceiverReader reader) {
        Map<String, Integer> lines = new HashMap<>();
        List<Supplier<ReceiverSettings>> receivers = new ArrayList<>();
        for (YamlValue entry : entries) {
            YamlMap map = entry.map();
            map.value("name")
                    .ifPresent(value -> value.peek().ifPresent(name -> {
                        Integer first = lines.putIfAbsent(name, value.line());
                        if (first != null) {
                            value.problem("'" + name + "' is the name of two receivers; first on line " + first);
                        }
                    }));
            receivers.add(reader.read(map));
        }
        return () -> receivers.stream().map(Supplier::get).toList();
    }

    private static AlertSettings.Responses responses(YamlMap block) {
        AlertSettings.Responses usual = AlertSettings.Responses.DEFAULT;
        Format<Duration> time = Values.duration(AlertSettings.Responses.TIME);
        return new AlertSettings.Responses(
                block.get("p1", time, usual.p1()),
                block.get("p2", time, usual.p2()),
                block.get("p3", time, usual.p3()),
                block.get("reminders", Values.whole(AlertSettings.Responses.REMINDERS), usual.reminders()));
    }

    private static Supplier<AlertSettings.Hours> hours(YamlMap block) {
        AlertSettings.Hours usual = AlertSettings.Hours.DEFAULT;
        ZoneId zone = block.get("time_zone", new Zone(), usual.timeZone());
        Optional<LocalTime> from = block.find("from", new TimeOfDay());
        Optional<LocalTime> to = block.find("to", new TimeOfDay());
        return () -> new AlertSettings.Hours(zone, from.orElse(usual.from()), to.orElse(usual.to()));
    }

    private record Zone() implements Format<ZoneId> {
        @Override
        public ZoneId parse(Scalar scalar) throws Misfit {
            try {
                if (scalar.kind() == Scalar.Kind.TEXT) {
                    return ZoneId.of(scalar.text());
                }
            } catch (DateTimeException e) {
                // Refused below.
            }
            throw new Misfit("got '" + scalar.text() + "', expected " + expected());
        }

        @Override
        public String expected() {
            return "a time zone such as Europe/Paris";
        }
    }

    private record TimeOfDay() implements Format<LocalTime> {
        @Override
        public LocalTime parse(Scalar scalar) throws Misfit {
            try {
                if (scalar.kind() == Scalar.Kind.TEXT) {
                    return LocalTime.parse(scalar.text());
                }
            } catch (DateTimeException e) {
                // Refused below.
            }
            throw new Misfit("got '" + scalar.text() + "', expected " + expected());
        }

        @Override
        public String expected() {
            return "a time of the day such as '09:00'";
        }
    }
}

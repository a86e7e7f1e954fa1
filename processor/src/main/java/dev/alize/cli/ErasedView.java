package dev.alize.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.erasure.Changelog;
import dev.alize.erasure.Erased;
import dev.alize.erasure.Holding;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What became of an order to forget, for people and for programs. */
final class ErasedView {
    private static final String ROW = "%-32s %8s %8s %-24s %s%n";
    private static final String LOG_ROW = "%-48s %-16s %s%n";

    private ErasedView() {}

    static String text(Erased erased) {
        StringBuilder text = new StringBuilder();
        text.append(
                erased.isConfirmed()
                        ? "forgotten by all %d partitions (order %s)%n".formatted(erased.partitions(), erased.id())
                        : ("%d of %d partitions have forgotten so far (order %s). The others do so once a gateway owns"
                                        + " them; alize run starts one. The order waits until then%n")
                                .formatted(erased.confirmed(), erased.partitions(), erased.id()));
        text.append(ROW.formatted("TOPIC", "RECORDS", "REMOVED", "LAST", "EXPIRES"));
        erased.holdings().forEach(holding -> text.append(row(holding)));
        if (erased.unreadable() > 0) {
            text.append("%d dead letters cannot be read: nobody knows whose they are%n".formatted(erased.unreadable()));
        }
        text.append("Kafka deletes whole segments: a record may stay for up to segment.ms longer%n".formatted());
        if (!erased.changelogs().isEmpty()) {
            text.append(LOG_ROW.formatted("CHANGELOG", "CLEANUP", "REPLACED ROWS GONE"));
            erased.changelogs().forEach(changelog -> text.append(row(changelog)));
        }
        return text.toString().stripTrailing();
    }

    private static String row(Holding holding) {
        return ROW.formatted(
                holding.topic(),
                holding.records(),
                holding.removed(),
                holding.last() == null ? "-" : holding.last().truncatedTo(ChronoUnit.SECONDS),
                expiry(holding));
    }

    private static String expiry(Holding holding) {
        if (holding.records() == holding.removed()) {
            return holding.records() == 0 ? "nothing there" : "removed";
        }
        return holding.expiresAt() == null
                ? "never: the broker keeps the topic for good"
                : holding.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String row(Changelog changelog) {
        String gone = changelog.goneAfter() == null
                ? "when the broker compacts it, without a bound"
                : "within " + text(changelog.goneAfter());
        return LOG_ROW.formatted(changelog.topic(), changelog.cleanup(), gone);
    }

    private static String text(Duration length) {
        return length.toHours() > 0 ? length.toHours() + "h" : length.toSeconds() + "s";
    }

    static String json(Erased erased) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("order", erased.id()).put("partitions", erased.partitions());
        node.put("confirmed", erased.confirmed());
        ArrayNode topics = node.putArray("topics");
        for (Holding holding : erased.holdings()) {
            topics.addObject()
                    .put("role", holding.role())
                    .put("topic", holding.topic())
                    .put("records", holding.records())
                    .put("removed", holding.removed())
                    .put("last_at", string(holding.last()))
                    .put("expires_at", string(holding.expiresAt()));
        }
        ArrayNode changelogs = node.putArray("changelogs");
        for (Changelog changelog : erased.changelogs()) {
            changelogs
                    .addObject()
                    .put("topic", changelog.topic())
                    .put("cleanup", changelog.cleanup())
                    .put("gone_after", string(changelog.goneAfter()));
        }
        return node.put("unreadable_dead_letters", erased.unreadable()).toString();
    }

    private static @Nullable String string(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}

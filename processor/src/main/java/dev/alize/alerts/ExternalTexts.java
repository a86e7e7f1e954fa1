package dev.alize.alerts;

import dev.alize.alerts.Notice.Field;
import dev.alize.alerts.Notice.Paragraph;
import dev.alize.alerts.Notice.Part;
import dev.alize.diagnosis.Cause;
import dev.alize.schemas.Incident;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runbook's template for a status page: no targets, keys, commands, causes or names. Pure. */
final class ExternalTexts {
    private static final DateTimeFormatter UPDATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Causes in which the provider has no part. */
    private static final Set<String> OURS = Set.of(Cause.OURS.code(), Cause.KEY.code(), Cause.UNKNOWN.code());

    private final List<String> affected;
    private final @Nullable String workaround;

    ExternalTexts(List<String> affected, @Nullable String workaround) {
        this.affected = List.copyOf(affected);
        this.workaround = workaround;
    }

    Notice of(Incident incident) {
        boolean isOver = incident.getResolvedAt() != null;
        return new Notice("AI Feature Degradation" + (isOver ? ": resolved" : ""), parts(incident));
    }

    private List<Part> parts(Incident incident) {
        List<Part> parts = new ArrayList<>();
        if (incident.getResolvedAt() != null) {
            parts.add(new Paragraph("The issues with our AI-powered features are over."));
            parts.add(new Paragraph("All of them work again."));
        } else {
            parts.add(new Paragraph("We are experiencing issues with our AI-powered features."));
            parts.add(new Paragraph(
                    incident.getSeverity().equals("P1")
                            ? "Most requests are not answered at present."
                            : "Some users may see slower responses or temporary unavailability."));
            parts.add(new Paragraph(work(incident)));
        }
        parts.add(new Field("Affected", affected.isEmpty() ? "AI-powered features" : String.join(", ", affected)));
        if (workaround != null && incident.getResolvedAt() == null) {
            parts.add(new Field("Workaround", workaround));
        }
        parts.add(new Field("Updated", UPDATED.format(incident.getUpdatedAt())));
        return parts;
    }

    private static String work(Incident incident) {
        String with = OURS.contains(incident.getCause()) ? "" : " with our AI provider";
        return incident.getStatus().equals("mitigating")
                ? "Our team has taken measures, and goes on to work on it" + with + "."
                : "Our team is investigating" + with + ".";
    }

    /** The incidents as they are. Ids of updates stay out: they name the cause. */
    Notice digest(Letter letter) {
        List<Part> parts = new ArrayList<>();
        for (AlertEvent event : letter.latest()) {
            Notice one = of(event.incident());
            parts.add(new Paragraph(one.headline()));
            parts.addAll(one.parts());
        }
        return new Notice("AI Feature Degradation: " + letter.events().size() + " updates", parts);
    }
}

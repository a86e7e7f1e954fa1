package dev.alize.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.diagnosis.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an instance's {@code /health}. What it does not say is passed over. */
final class InstanceCheck {
    private static final double NEARLY = 0.9;

    private final JsonNode health;
    private final Remedies remedies;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Remedy> what = new ArrayList<>();
    private @Nullable Severity severity;

    private InstanceCheck(JsonNode health, Remedies remedies) {
        this.health = health;
        this.remedies = remedies;
    }

    static Finding of(String address, JsonNode health, Remedies remedies) {
        return new InstanceCheck(health, remedies).finding(address);
    }

    private Finding finding(String address) {
        severity = switch (health.path("status").asText()) {
            case "healthy" -> null;
            case "unhealthy" -> Severity.P2;
            default -> Severity.P3;
        };
        for (Map.Entry<String, JsonNode> service : health.path("services").properties()) {
            for (Map.Entry<String, JsonNode> target :
                    service.getValue().path("targets").properties()) {
                target(target.getKey(), target.getValue());
            }
        }
        health.path("quotas").properties().forEach(quota -> quota(quota.getKey(), quota.getValue()));
        String reason = health.path("reason").asText("");
        return new Finding(
                Area.INSTANCE,
                address,
                severity,
                Texts.line(health.path("status").asText("no status") + ", "
                        + health.path("state").asText("no state") + (reason.isEmpty() ? "" : ": " + reason)
                        + "; " + Texts.count(health.path("open_calls").asLong(), "open call") + ", "
                        + Texts.number(health.path("delayed_requests").asLong()) + " delayed"),
                facts,
                Remedies.once(what));
    }

    private void target(String id, JsonNode target) {
        if (target.path("takes_calls").asBoolean(true)) {
            return;
        }
        String why = target.path("why").asText("unknown");
        facts.add(new Fact(id, "takes no calls (" + Texts.line(why) + ")"));
        severity = Verdict.worse(
                severity,
                switch (why) {
                    case "key" -> Severity.P1;
                    case "paused" -> Severity.P3;
                    default -> Severity.P2;
                });
        if (remedies.targets().contains(id)) {
            what.add(why.equals("paused") ? Remedies.resume(id) : remedies.around(id));
        }
    }

    private void quota(String group, JsonNode quota) {
        if (quota.path("stopped").asBoolean()) {
            facts.add(new Fact("quota " + group, "the provider gives it none"));
            severity = Verdict.worse(severity, Severity.P2);
        }
        for (JsonNode window : quota.path("windows")) {
            double limit = window.path("limit").asDouble();
            double used = window.path("used").asDouble();
            double ours = limit * quota.path("share").asDouble(1);
            if (limit > 0 && used >= NEARLY * ours) {
                facts.add(new Fact(
                        "quota " + group + " " + window.path("kind").asText() + " in "
                                + Texts.number(window.path("seconds").asDouble()) + " s",
                        Texts.number(used) + " of " + Texts.number(ours) + " used"));
                severity = Verdict.worse(severity, Severity.P3);
            }
        }
        paused(group, quota).ifPresent(facts::add);
    }

    private Optional<Fact> paused(String group, JsonNode quota) {
        double seconds = quota.path("paused_seconds").asDouble();
        if (seconds <= 0) {
            return Optional.empty();
        }
        severity = Verdict.worse(severity, Severity.P3);
        return Optional.of(new Fact("pause of " + group, Texts.number(seconds) + " s left"));
    }
}

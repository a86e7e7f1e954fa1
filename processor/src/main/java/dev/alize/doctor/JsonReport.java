package dev.alize.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.diagnosis.Severity;
import org.jspecify.annotations.Nullable;

/** The report for programs; its fields are described in docs/doctor.md. */
public final class JsonReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReport() {}

    /** On several lines. */
    public static String of(Report report) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("at", report.at().toString())
                .put("milliseconds", report.ms())
                .put("configuration", report.configuration())
                .put("severity", code(report.severity()))
                .put("exit_code", Verdict.exitCode(report.severity()));
        ArrayNode findings = root.putArray("findings");
        report.findings().forEach(finding -> add(findings.addObject(), report, finding));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report cannot be written as JSON", e);
        }
    }

    private static void add(ObjectNode node, Report report, Finding finding) {
        node.put("area", finding.area().code())
                .put("about", finding.about())
                .put("severity", code(finding.severity()))
                .put("says", finding.says());
        ObjectNode facts = node.putObject("facts");
        finding.facts().forEach(fact -> facts.put(fact.name(), fact.text()));
        ArrayNode remedies = node.putArray("remedies");
        finding.remedies().forEach(remedy -> {
            ObjectNode one = remedies.addObject().put("says", remedy.says());
            if (!remedy.command().isEmpty()) {
                one.put("command", report.commandLine(remedy));
            }
        });
    }

    private static String code(@Nullable Severity severity) {
        return severity == null ? "fine" : severity.name();
    }
}

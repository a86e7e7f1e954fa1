package dev.alize.postmortem;

import dev.alize.postmortem.Report.Impact;
import dev.alize.postmortem.Report.Incident;
import dev.alize.postmortem.Report.Integrity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sentences and tables that both renderers show. Not escaped. */
final class Facts {
    private final Report report;

    Facts(Report report) {
        this.report = report;
    }

    String duration() {
        Incident incident = report.incident();
        return incident == null ? "none" : Words.duration(incident.duration());
    }

    String date() {
        Incident incident = report.incident();
        return Words.date(incident == null ? report.from() : incident.from());
    }

    String severity() {
        return report.severity() + " (" + report.severity().words() + ")";
    }

    String window() {
        return Words.moment(report.from()) + " to " + Words.moment(report.to()) + " UTC";
    }

    Map<String, String> impact() {
        Impact impact = report.impact();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Tenants affected", (impact.moreTenants() ? "at least " : "") + Words.number(impact.tenants()));
        facts.put("Users affected", users(impact));
        facts.put(
                "Requests answered",
                Words.number(impact.answered()) + ", of these completed " + Words.number(impact.completed()));
        facts.put("Failed requests", Words.number(impact.failed()));
        facts.put("Expired requests", Words.number(impact.expired()));
        facts.put("Blocked requests", Words.number(impact.blocked()));
        facts.put("Cancelled requests", Words.number(impact.cancelled()));
        facts.put("Degraded requests", Words.number(impact.degraded()) + " answered by a fallback or an old answer");
        facts.put("Delayed requests", delayed(impact));
        facts.put("Duration", span());
        facts.put(
                "Cost",
                Words.usd(impact.nanoUsd()) + ", of these " + Words.usd(impact.nanoUsdInIncident())
                        + " during the incident"
                        + (impact.unpriced() == 0
                                ? ""
                                : "; " + Words.count(impact.unpriced(), "call") + " had no price"));
        facts.put(
                "Tokens",
                Words.number(impact.promptTokens()) + " of prompts, " + Words.number(impact.completionTokens())
                        + " of answers");
        facts.put("Possibly billed", Words.count(impact.possiblyBilled(), "call") + " without an answer");
        return facts;
    }

    private static String users(Impact impact) {
        if (impact.subjectsAtMost() == 0) {
            return "none known: no request that failed or expired named a subject";
        }
        return impact.subjectsAtLeast() == impact.subjectsAtMost()
                ? Words.number(impact.subjectsAtMost())
                : Words.number(impact.subjectsAtLeast()) + " to " + Words.number(impact.subjectsAtMost())
                        + ": pseudonyms differ by partition";
    }

    private static String delayed(Impact impact) {
        return Words.number(impact.delayed())
                + (impact.usualMillis() < 0
                        ? ""
                        : " took over 3 times the usual " + Words.millis(impact.usualMillis()) + ", and over 1 s more");
    }

    private String span() {
        Incident incident = report.incident();
        if (incident == null) {
            return "none";
        }
        return duration() + ", from " + Words.time(incident.from()) + " to " + Words.time(incident.to()) + " UTC"
                + (incident.stretches().size() > 1
                        ? ", in " + incident.stretches().size() + " stretches"
                        : "")
                + (incident.recovered() == null ? "; no completed request after it in the window" : "");
    }

    /** What lies across the edges of the window. */
    List<String> edges() {
        Impact impact = report.impact();
        List<String> edges = new ArrayList<>();
        edges.add(Words.count(impact.admittedBefore(), "request") + " answered in the window, but admitted before it.");
        edges.add(Words.count(impact.stillOpen(), "request")
                + " admitted in the window, but not answered in it: they are answered later, or still open.");
        if (impact.notFollowed() > 0) {
            edges.add(Words.count(impact.notFollowed(), "request")
                    + " not followed from admission to answer, as too many were open at a time.");
        }
        return edges;
    }

    List<String> integrity() {
        Integrity integrity = report.integrity();
        List<String> facts = new ArrayList<>();
        facts.add(Words.count(integrity.entries(), "entry").replace("entrys", "entries") + " read, "
                + Words.number(integrity.damaged()) + " of them damaged or foreign.");
        facts.add(chained(integrity));
        if (integrity.happeningsLeftOut() > 0) {
            facts.add(Words.count(integrity.happeningsLeftOut(), "event")
                    + " of processes left out of the timeline, as there were too many.");
        }
        facts.add(
                integrity.verification() == null
                        ? "The chains were not verified for this report; alize audit verify does it."
                        : integrity.verification());
        return facts;
    }

    private static String chained(Integrity integrity) {
        if (integrity.chained() == 0) {
            return "The trail is not chained: changes to it would not be noticed.";
        }
        long loose = integrity.entries() - integrity.damaged() - integrity.chained();
        return loose == 0
                ? "Every event is a link of a chain."
                : Words.count(integrity.chained(), "event") + " chained, " + Words.number(loose) + " not.";
    }
}

package dev.alize.postmortem;

import dev.alize.postmortem.Report.Action;
import dev.alize.postmortem.Report.Moment;
import dev.alize.postmortem.Report.RootCause;
import dev.alize.postmortem.Report.TargetRow;
import dev.alize.postmortem.Report.TenantRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A report as one page of HTML that needs nothing else: no scripts, and nothing from elsewhere. */
public final class HtmlReport {
    private final Report report;
    private final Facts facts;
    private final HtmlWriter out = new HtmlWriter();

    private HtmlReport(Report report) {
        this.report = report;
        this.facts = new Facts(report);
    }

    public static String of(Report report) {
        return new HtmlReport(report).render();
    }

    private String render() {
        String title = Escape.html(report.title());
        out.raw("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                """.formatted(title, style()));
        header(title);
        numbers();
        timeline();
        rootCauses();
        impact();
        new Figures(report, out).all();
        list("What worked", report.worked(), "Nothing had to.");
        actions();
        targets();
        list("Edges of the window", facts.edges(), "");
        list("Integrity of the record", facts.integrity(), "");
        out.raw("</main>\n</body>\n</html>\n");
        return out.toString();
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(
                HtmlReport.class.getResourceAsStream("/postmortem/page.css"), "/postmortem/page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void header(String title) {
        out.raw("<header>\n<h1>" + title + "</h1>\n<p class=\"facts\"><span class=\"severity " + report.severity()
                + "\">" + Escape.html(facts.severity()) + "</span> <span><b>Date</b> " + facts.date()
                + "</span> <span><b>Duration</b> " + facts.duration() + "</span> <span><b>Window</b> "
                + facts.window() + "</span></p>\n");
        out.raw("<h2>Summary</h2>\n");
        out.paragraph(report.summary());
        out.raw("<p class=\"note\">" + report.severity() + ", because " + Escape.html(report.severityRule())
                + ".</p>\n</header>\n");
    }

    private void numbers() {
        Report.Impact impact = report.impact();
        out.raw("<ul class=\"numbers\">\n");
        number(Words.number(impact.answered()), "answered");
        number(Words.number(impact.failed() + impact.expired()), "failed or expired");
        number(Words.number(impact.degraded()), "degraded");
        number(Words.number(impact.delayed()), "delayed");
        number((impact.moreTenants() ? "≥ " : "") + Words.number(impact.tenants()), "tenants affected");
        number(Words.usd(impact.nanoUsd()), "cost");
        out.raw("</ul>\n");
    }

    private void number(String number, String what) {
        out.raw("<li><b>" + Escape.html(number) + "</b> " + what + "</li>\n");
    }

    private void timeline() {
        out.section("Timeline (UTC)");
        boolean days = !Words.date(report.from()).equals(Words.date(report.to().minusMillis(1)));
        List<List<String>> rows = new ArrayList<>();
        for (Moment moment : report.timeline()) {
            rows.add(List.of(days ? Words.moment(moment.at()) : Words.time(moment.at()), moment.what()));
        }
        if (rows.isEmpty()) {
            out.paragraph("Nothing happened beside requests.");
        } else {
            out.table("Timeline in UTC", "times", List.of("Time", "Event"), rows);
        }
    }

    private void rootCauses() {
        out.section("Root Cause");
        if (report.rootCauses().isEmpty()) {
            out.paragraph("No call and no request failed.");
        }
        for (RootCause cause : report.rootCauses()) {
            out.raw("<p><b>" + Escape.html(cause.cause().title()) + "</b>, " + Words.percent(cause.share())
                    + " of the failed calls. " + Escape.html(cause.cause().sentence()) + "</p>\n");
            out.list(cause.evidence());
        }
    }

    private void impact() {
        out.section("Impact");
        out.raw("<dl>\n");
        facts.impact().forEach((name, value) -> out.raw("<dt>" + name + "</dt><dd>" + Escape.html(value) + "</dd>\n"));
        out.raw("</dl>\n");
        if (!report.impact().reasons().isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            for (Map.Entry<String, Long> reason : report.impact().reasons().entrySet()) {
                rows.add(List.of(reason.getKey().replaceFirst(" ", ": "), Words.number(reason.getValue())));
            }
            out.table("Requests that were not completed", "", List.of("Not completed", "Requests"), rows);
        }
        if (!report.impact().affected().isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            for (TenantRow tenant : report.impact().affected()) {
                rows.add(List.of(
                        tenant.tenant(),
                        Words.number(tenant.requests()),
                        Words.number(tenant.failed()),
                        Words.number(tenant.expired()),
                        Words.number(tenant.blocked()),
                        Words.number(tenant.degraded()),
                        Words.number(tenant.retried())));
            }
            out.table(
                    "Tenants that were hit hardest",
                    "",
                    List.of("Tenant", "Admitted", "Failed", "Expired", "Blocked", "Degraded", "Retried"),
                    rows);
        }
    }

    private void actions() {
        out.section("Action Items");
        List<List<String>> rows = new ArrayList<>();
        for (Action action : report.actions()) {
            rows.add(List.of(action.priority().toString(), action.what(), "", ""));
        }
        if (rows.isEmpty()) {
            out.paragraph("None follows from the record.");
        } else {
            out.table("Action items", "actions", List.of("Priority", "Action", "Owner", "Due"), rows);
        }
    }

    private void targets() {
        out.section("Targets");
        List<List<String>> rows = new ArrayList<>();
        for (TargetRow target : report.targets()) {
            rows.add(List.of(
                    target.target(),
                    target.provider(),
                    Words.number(target.attempts()),
                    Words.number(target.failed()),
                    Words.number(target.promptTokens()),
                    Words.number(target.completionTokens()),
                    Words.usd(target.nanoUsd())));
        }
        if (rows.isEmpty()) {
            out.paragraph("No target was called.");
        } else {
            out.table(
                    "Calls by target",
                    "second",
                    List.of("Target", "Provider", "Calls", "Failed", "Prompt tokens", "Answer tokens", "Cost"),
                    rows);
        }
    }

    private void list(String title, List<String> lines, String none) {
        out.section(title);
        if (lines.isEmpty()) {
            out.paragraph(none);
        }
        out.list(lines);
    }
}

package dev.alize.postmortem;

import dev.alize.postmortem.Report.Action;
import dev.alize.postmortem.Report.Moment;
import dev.alize.postmortem.Report.RootCause;
import dev.alize.postmortem.Report.TargetRow;
import dev.alize.postmortem.Report.TenantRow;
import java.util.List;
import java.util.Map;

/** A report as Markdown, in the form of the incident runbook's template. */
public final class MarkdownReport {
    private final Report report;
    private final Facts facts;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(Report report) {
        this.report = report;
        this.facts = new Facts(report);
    }

    public static String of(Report report) {
        return new MarkdownReport(report).render();
    }

    private String render() {
        line("## " + Escape.markdown(report.title()));
        line("");
        line("**Date:** " + facts.date() + " | **Duration:** " + facts.duration() + " | **Severity:** "
                + facts.severity());
        line("");
        line("Severity, because " + report.severityRule() + ". Window: " + facts.window() + ".");
        section("Summary");
        line(Escape.markdown(report.summary()));
        timeline();
        rootCauses();
        impact();
        list("What worked", report.worked(), "Nothing had to.");
        actions();
        targets();
        list("Edges of the window", facts.edges(), "");
        list("Integrity of the record", facts.integrity(), "");
        return out.toString();
    }

    private void timeline() {
        section("Timeline (UTC)");
        if (report.timeline().isEmpty()) {
            line("Nothing happened beside requests.");
            return;
        }
        boolean days = !Words.date(report.from()).equals(Words.date(report.to().minusMillis(1)));
        row("Time", "Event");
        line("|------|-------|");
        for (Moment moment : report.timeline()) {
            row(days ? Words.moment(moment.at()) : Words.time(moment.at()), moment.what());
        }
    }

    private void rootCauses() {
        section("Root Cause");
        if (report.rootCauses().isEmpty()) {
            line("No call and no request failed.");
            return;
        }
        for (RootCause cause : report.rootCauses()) {
            line("- **" + Escape.markdown(cause.cause().title()) + "**, " + Words.percent(cause.share())
                    + " of the failed calls: " + Escape.markdown(cause.cause().sentence()));
            cause.evidence().forEach(fact -> line("  - " + Escape.markdown(fact)));
        }
    }

    private void impact() {
        section("Impact");
        facts.impact().forEach((name, value) -> line("- " + name + ": " + Escape.markdown(value)));
        if (!report.impact().reasons().isEmpty()) {
            line("");
            row("Not completed", "Requests");
            line("|------|------:|");
            for (Map.Entry<String, Long> reason : report.impact().reasons().entrySet()) {
                row(reason.getKey().replaceFirst(" ", ": "), Words.number(reason.getValue()));
            }
        }
        if (!report.impact().affected().isEmpty()) {
            line("");
            row("Tenant", "Admitted", "Failed", "Expired", "Blocked", "Degraded", "Retried");
            line("|------|------:|------:|------:|------:|------:|------:|");
            for (TenantRow tenant : report.impact().affected()) {
                row(
                        tenant.tenant(),
                        Words.number(tenant.requests()),
                        Words.number(tenant.failed()),
                        Words.number(tenant.expired()),
                        Words.number(tenant.blocked()),
                        Words.number(tenant.degraded()),
                        Words.number(tenant.retried()));
            }
        }
    }

    private void actions() {
        section("Action Items");
        row("Priority", "Action", "Owner", "Due");
        line("|----------|--------|-------|-----|");
        for (Action action : report.actions()) {
            row(action.priority().toString(), action.what(), "", "");
        }
    }

    private void targets() {
        section("Targets");
        if (report.targets().isEmpty()) {
            line("No target was called.");
            return;
        }
        row("Target", "Provider", "Calls", "Failed", "Prompt tokens", "Answer tokens", "Cost");
        line("|------|------|------:|------:|------:|------:|------:|");
        for (TargetRow target : report.targets()) {
            row(
                    target.target(),
                    target.provider(),
                    Words.number(target.attempts()),
                    Words.number(target.failed()),
                    Words.number(target.promptTokens()),
                    Words.number(target.completionTokens()),
                    Words.usd(target.nanoUsd()));
        }
    }

    private void list(String title, List<String> lines, String none) {
        section(title);
        if (lines.isEmpty()) {
            line(none);
        }
        lines.forEach(one -> line("- " + Escape.markdown(one)));
    }

    private void section(String title) {
        line("");
        line("### " + title);
        line("");
    }

    private void row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(Escape.markdown(cell)).append(" |");
        }
        line(row.toString());
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}

package dev.alize.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.schemas.AuditEvent;
import java.io.StringReader;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class RenderingTest {
    private static final String EVIL = "<script>alert('x')</script>|`*_[a](http://evil.example)&\"\n# x";

    @Test
    void thePageNeedsNothingFromElsewhereAndRunsNothing() {
        String page = HtmlReport.of(Story.outage(3_000));

        assertThat(page)
                .doesNotContain("http://", "https://", "//", "src=", "href=", "url(", "@import", "<script", "<link");
        assertThat(page).doesNotContainPattern("\\son[a-z]+=");
        assertThat(page).contains("default-src 'none'", "prefers-color-scheme: dark", "@media print");
    }

    @Test
    void everyPlotHasATitleATextAndATable() {
        String page = HtmlReport.of(Story.outage(3_000));

        assertThat(page.split("role=\"img\"", -1)).hasSize(8);
        assertThat(page.split("<desc ", -1)).hasSize(8);
        assertThat(page.split(" as a table</summary>", -1)).hasSize(8);
    }

    @Test
    void thePageIsWellFormed() throws Exception {
        assertThat(parsed(HtmlReport.of(Story.outage(3_000)))
                        .getElementsByTagName("figure")
                        .getLength())
                .isEqualTo(7);
        assertThat(parsed(HtmlReport.of(new Story().say("admitted", "a", 1).report()))
                        .getElementsByTagName("figure")
                        .getLength())
                .isEqualTo(7);
    }

    @Test
    void markupInNamesIsText() throws Exception {
        Report report = evil();
        String page = HtmlReport.of(report);
        String markdown = MarkdownReport.of(report);

        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(&#39;x&#39;)");
        assertThat(parsed(page).getElementsByTagName("script").getLength()).isZero();
        assertThat(markdown)
                .doesNotContain("<script", "://")
                .doesNotContainPattern("(?<!\\\\)\\]\\(")
                .contains("&lt;script\\>")
                .contains("\\|\\`\\*");
        assertThat(markdown.lines()).noneMatch(line -> line.startsWith("# x"));
    }

    @Test
    void theMarkdownFollowsTheRunbooksTemplate() {
        String markdown = MarkdownReport.of(Story.outage(3_000));

        assertThat(markdown)
                .startsWith("## Incident: Mistral AI 5xx Provider Failure\n\n**Date:** 2026-11-20 | **Duration:** ");
        assertThat(markdown)
                .containsSubsequence(
                        "**Severity:** P2",
                        "### Summary",
                        "### Timeline (UTC)",
                        "| Time | Event |",
                        "### Root Cause",
                        "### Impact",
                        "- Users affected:",
                        "- Failed requests:",
                        "- Duration:",
                        "### Action Items",
                        "| Priority | Action | Owner | Due |");
    }

    @Test
    void theJsonHoldsTheSameNumbers() throws Exception {
        Report report = Story.outage(3_000);
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(report));

        assertThat(json.path("severity").textValue()).isEqualTo("P2");
        assertThat(json.path("impact").path("answered").longValue())
                .isEqualTo(report.impact().answered());
        assertThat(json.path("incident").path("from").textValue()).startsWith("2026-11-20T14:");
        assertThat(json.path("series").path("outcomes").path("completed").size())
                .isEqualTo(report.series().slices());
    }

    private static Report evil() {
        AuditEvent admitted = Story.event("admitted", "a", 1_000);
        admitted.setTenant(EVIL);
        AuditEvent attempt = Story.attempt("a", "timeout", null, 1_500);
        Objects.requireNonNull(attempt.getAttempt()).setTarget(EVIL);
        AuditEvent end = Story.ended("a", "failed", EVIL, 2_000);
        end.setTenant(EVIL);
        return new Story()
                .tell(admitted)
                .tell(attempt)
                .tell(end)
                .tell(Story.process("breaker", EVIL, EVIL, 1_800))
                .tell(Story.process("control", EVIL, EVIL, 1_900))
                .report();
    }

    /** The page as XML: what HTML leaves open is closed first. */
    private static Document parsed(String page) throws Exception {
        String xml = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}

package dev.alize.tracing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans as a collector receives them. */
class TracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    private final List<Span> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;
    private Tracing tracing;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                    .getResourceSpansList()
                    .forEach(resource ->
                            resource.getScopeSpansList().forEach(scope -> received.addAll(scope.getSpansList())));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        tracing = Tracing.of(Map.of(
                "otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "otel.exporter.otlp.protocol",
                "http/protobuf"));
    }

    @AfterEach
    void stop() {
        tracing.close();
        collector.stop(0);
    }

    private static AuditEvent.Builder event(String kind, long ms, String flags) {
        return AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(AT.plusMillis(ms))
                .setTenant("acme")
                .setRequestId("r1")
                .setSourceTopic("llm.requests")
                .setSourceOffset(7L)
                .setTraceparent("00-" + TRACE + "-" + CALLER + "-" + flags);
    }

    private static AuditEvent attempt(int number, String outcome, int status, long ms, String flags) {
        return event("attempt", ms + 300, flags)
                .setAttempt(AuditAttempt.newBuilder()
                        .setNumber(number)
                        .setTarget("primary")
                        .setProvider("mistral")
                        .setModel("mistral-small-latest")
                        .setOutcome(outcome)
                        .setHttpStatus(status)
                        .setStartedAt(AT.plusMillis(ms))
                        .setDurationMs(300)
                        .setPromptTokens(11L)
                        .setCompletionTokens(22L)
                        .build())
                .build();
    }

    private void tellALife(String flags) {
        tracing.tell(event("admitted", 20, flags)
                .setVerdicts(List.of(PolicyResult.newBuilder()
                        .setPolicy("pii-detector")
                        .setVerdict("rewrite")
                        .setDirection("request")
                        .build()))
                .build());
        tracing.tell(attempt(1, "provider_unavailable", 500, 100, flags));
        tracing.tell(
                event("retry", 400, flags).setReason("provider_unavailable").build());
        tracing.tell(attempt(2, "success", 200, 1_400, flags));
        tracing.tell(event("response", 1_710, flags)
                .setStatus("completed")
                .setDetails(Map.of("total_ms", "1710"))
                .build());
    }

    private Map<String, Span> byName() {
        return received.stream()
                .collect(Collectors.toMap(
                        span -> span.getName()
                                + (span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR ? "!" : ""),
                        span -> span));
    }

    private Span named(String name) {
        return requireNonNull(byName().get(name));
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        pair -> pair.getValue().hasIntValue()
                                ? Long.toString(pair.getValue().getIntValue())
                                : pair.getValue().getStringValue()));
    }

    @Test
    void aRequestIsASpanBelowItsProducersWithAttemptsAndStepsBelowIt() {
        tellALife("01");
        tracing.close();
        Map<String, Span> spans = byName();
        assertThat(spans)
                .containsOnlyKeys(
                        "process request",
                        "admitted",
                        "chat mistral-small-latest!",
                        "retry",
                        "chat mistral-small-latest");
        Span root = named("process request");
        assertThat(hex(root.getParentSpanId())).isEqualTo(CALLER);
        assertThat(root.getEndTimeUnixNano() - root.getStartTimeUnixNano()).isEqualTo(1_710_000_000L);
        assertThat(attributes(root))
                .containsEntry("alize.status", "completed")
                .containsEntry("messaging.destination.name", "llm.requests");
        spans.values().forEach(span -> assertThat(hex(span.getTraceId())).isEqualTo(TRACE));
        spans.values().stream()
                .filter(span -> !span.equals(root))
                .forEach(span -> assertThat(span.getParentSpanId()).isEqualTo(root.getSpanId()));
        Span failed = named("chat mistral-small-latest!");
        assertThat(failed.getEndTimeUnixNano() - failed.getStartTimeUnixNano()).isEqualTo(300_000_000L);
        assertThat(attributes(failed))
                .containsEntry("error.type", "provider_unavailable")
                .containsEntry("http.response.status_code", "500")
                .containsEntry("gen_ai.provider.name", "mistral_ai")
                .containsEntry("gen_ai.usage.output_tokens", "22");
        assertThat(attributes(named("admitted"))).containsEntry("alize.policy.pii-detector", "rewrite");
    }

    @Test
    void readingEventsTwiceMakesTheSameSpans() {
        tellALife("01");
        tellALife("01");
        tracing.close();
        assertThat(received).hasSize(10);
        assertThat(received.stream().map(Span::getSpanId).distinct()).hasSize(5);
    }

    @Test
    void whatTheProducerDoesNotSampleIsNotExported() {
        tellALife("00");
        tracing.close();
        assertThat(received).isEmpty();
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        AuditEvent response = event("response", 1_710, "01")
                .setTraceparent(null)
                .setStatus("failed")
                .setReason("timeout")
                .build();
        AuditEvent attempt = attempt(1, "timeout", 504, 0, "01");
        attempt.setTraceparent(null);
        tracing.tell(attempt);
        tracing.tell(response);
        tracing.tell(AuditEvent.newBuilder().setKind("started").setAt(AT).build());
        tracing.close();
        assertThat(received).hasSize(2);
        assertThat(received.stream().map(Span::getTraceId).distinct()).hasSize(1);
        Span root = named("process request!");
        assertThat(root.getParentSpanId().isEmpty()).isTrue();
        assertThat(received.getFirst().getParentSpanId()).isEqualTo(root.getSpanId());
    }

    @Test
    void nothingIsExportedUnlessAnEndpointIsConfigured() {
        assertThat(Tracing.configured(Map.of())).isEmpty();
        assertThat(Tracing.configured(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " ")))
                .isEmpty();
    }
}

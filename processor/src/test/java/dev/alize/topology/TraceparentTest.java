package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Next;
import dev.alize.schemas.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace context of a request's record on its way. */
class TraceparentTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final FakeRouter router = FakeRouter.of("a", "b");
    private final Pipeline pipeline = new Pipeline(router);

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void request(String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        pipeline.raw(
                "llm.requests",
                "r1",
                PlainCodec.write(Pipeline.request("r1", "x").build()),
                headers);
    }

    private void fail() {
        pipeline.provider.last().fail(FailureKind.PROVIDER_UNAVAILABLE, 500);
        pipeline.look();
        pipeline.commit();
    }

    @Test
    void isInEveryEventThroughRetryFallbackAndRestartAndInTheResponse() {
        request(TRACE);
        router.next = failed -> new Next.Retry(failed.route(), 100, true);
        fail();
        List<AuditEvent> events = new ArrayList<>(pipeline.audit());
        pipeline.restartAsAnotherProcess();
        pipeline.advance(Duration.ofSeconds(1));
        pipeline.look();
        pipeline.look();
        router.next = failed -> new Next.Fallback(new Route(List.of("b")));
        fail();
        pipeline.look();
        pipeline.look();
        pipeline.provider.last().succeed("hi");
        pipeline.look();
        events.addAll(pipeline.audit());
        assertThat(events)
                .extracting(AuditEvent::getKind)
                .contains("admitted", "attempt", "retry", "fallback", "response");
        assertThat(events).extracting(AuditEvent::getTraceparent).containsOnly(TRACE);
        var response = pipeline.records("llm.responses").getFirst();
        assertThat(response.headers().lastHeader("traceparent").value())
                .isEqualTo(TRACE.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-1",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "please call anna.martin@example.org about the loan....."
            })
    void whatIsNoneIsNotWrittenDown(String text) {
        request(text);
        assertThat(pipeline.audit())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getTraceparent()).isNull());
    }
}

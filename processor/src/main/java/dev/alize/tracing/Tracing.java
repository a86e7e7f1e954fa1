package dev.alize.tracing;

import dev.alize.schemas.AuditEvent;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports spans by OTLP where an endpoint is configured, with the variables and system properties of OpenTelemetry's SDK
 * ({@code OTEL_EXPORTER_OTLP_ENDPOINT} and the others). A collector that does not answer delays nothing: spans wait in a
 * bounded queue, and what does not fit is dropped. Used by one thread at a time.
 */
public final class Tracing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tracing.class);
    private static final String SCOPE = "dev.alize";
    private static final long CLOSE_S = 3;
    /** What we do not export, unless it is asked for. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "otel.service.name", "alize",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private final OpenTelemetrySdk sdk;
    private final Spans spans;

    private Tracing(OpenTelemetrySdk sdk, GivenIds ids) {
        this.sdk = sdk;
        this.spans =
                new Spans(sdk.getTracer(SCOPE), ids, sdk.getSdkTracerProvider().getSampler());
    }

    /**
     * The tracing that the process is configured for; empty where no endpoint is, or where the SDK refuses its
     * configuration, which is a warning: no request depends on it.
     *
     * @param variables of the environment, by name
     */
    public static Optional<Tracing> configured(Map<String, String> variables) {
        if (!isSet(variables, "otel.exporter.otlp.endpoint")
                && !isSet(variables, "otel.exporter.otlp.traces.endpoint")) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(Map.of()));
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("Traces are not exported: OpenTelemetry's SDK refuses its configuration");
            return Optional.empty();
        }
    }

    /** @param settings that win over those of the process */
    static Tracing of(Map<String, String> settings) {
        GivenIds ids = new GivenIds();
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> OTHERWISE)
                .addPropertiesCustomizer(of -> settings)
                .addTracerProviderCustomizer((provider, of) -> provider.setIdGenerator(ids))
                .build()
                .getOpenTelemetrySdk();
        return new Tracing(sdk, ids);
    }

    private static boolean isSet(Map<String, String> variables, String property) {
        String variable = variables.get(property.toUpperCase(Locale.ROOT).replace('.', '_'));
        return System.getProperty(property) != null || variable != null && !variable.isBlank();
    }

    /** Makes the spans of an event; never throws. */
    public void tell(AuditEvent event) {
        try {
            spans.of(event);
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("An audit event made no span");
        }
    }

    /** Sends what waits, for some seconds at most. */
    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_S, TimeUnit.SECONDS);
    }
}

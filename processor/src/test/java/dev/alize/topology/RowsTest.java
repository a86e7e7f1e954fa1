package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.Message;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Place;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.RecordHeader;
import dev.alize.schemas.ReleasedSchemas;
import dev.alize.schemas.RequestRow;
import dev.alize.schemas.ResponseError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
    private static final Instant AT = Instant.ofEpochMilli(1_790_000_000_000L);

    private final Rows rows = new Rows();

    @ParameterizedTest
    @EnumSource(Place.class)
    void readsWhatItWrote(Place place) {
        RequestRow row = row(place, open -> {
            inOrder(open);
            open.setRoute(List.of("mistral", "openai"));
            open.setTarget("mistral");
            open.setAttemptsAtTarget(2);
            open.setDueAt(AT.plusSeconds(4));
            open.setPromptTokens(12);
        });
        assertThat(rows.decode(rows.encode(row))).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1.0", "0.1.0-ordering"})
    void readsOpenRowsOfEarlierBuilds(String release) throws IOException {
        RequestRow row = row(Place.CALLED, open -> {});
        assertThat(rows.decode(old(row, release))).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1.0", "0.1.0-ordering"})
    void readsAnsweredAndCancelledRowsOfEarlierBuilds(String release) throws IOException {
        for (Place place : List.of(Place.ANSWERED, Place.CANCELLED_EARLY)) {
            RequestRow row = row(place, open -> {});
            row.setOpen(null);
            assertThat(rows.decode(old(row, release))).isEqualTo(row);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CALLED", "HELD", "WAITING"})
    void readsRowsOfTheBuildsThatKnewOrdering(Place place) throws IOException {
        RequestRow row = row(place, RowsTest::inOrder);
        assertThat(rows.decode(old(row, "0.1.0-ordering"))).isEqualTo(row);
    }

    @Test
    void anOldRowHasNoRouteYet() throws IOException {
        OpenRequest open = rows.decode(old(row(Place.WAITING, RowsTest::inOrder), "0.1.0-ordering"))
                .getOpen();
        assertThat(open.getRoute()).isEmpty();
        assertThat(open.getTarget()).isNull();
        assertThat(open.getAttemptsAtTarget()).isZero();
        assertThat(open.getDueAt()).isNull();
        assertThat(open.getTrial()).isFalse();
    }

    @Test
    void anOldRowIsWrittenBackInTodaysVersion() throws IOException {
        RequestRow row = row(Place.HELD, RowsTest::inOrder);
        byte[] bytes = rows.encode(rows.decode(old(row, "0.1.0-ordering")));
        assertThat(bytes[0]).isEqualTo(Rows.VERSION);
        assertThat(rows.decode(bytes)).isEqualTo(row);
    }

    @Test
    void aRowThatIsCutIsRefusedInEveryVersion() throws IOException {
        RequestRow row = row(Place.HELD, RowsTest::inOrder);
        for (byte[] bytes : List.of(rows.encode(row), old(row, "0.1.0-ordering"))) {
            // The rows of the first builds end before arrival: a cut just there is a row of theirs.
            int end = bytes.length / 2;
            assertThatThrownBy(() -> rows.decode(Arrays.copyOf(bytes, end))).hasMessageContaining("cannot be read");
        }
    }

    @Test
    void refusesARowOfANewerRelease() {
        byte[] bytes = rows.encode(row(Place.ANSWERED, open -> {}));
        bytes[0] = Rows.VERSION + 1;
        assertThatThrownBy(() -> rows.decode(bytes))
                .isInstanceOf(NewerRowException.class)
                .hasMessageContaining("version 5, expected 4");
    }

    /** The row as an earlier build wrote it. */
    private static byte[] old(RequestRow row, String release) throws IOException {
        Schema schema = ReleasedSchemas.row(release);
        byte[] today = new Rows().encode(row);
        Object generic = new GenericDatumReader<>(RequestRow.getClassSchema(), schema)
                .read(null, DecoderFactory.get().binaryDecoder(today, 1, today.length - 1, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Rows.BEFORE_TARGETS);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(generic, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static void inOrder(OpenRequest open) {
        open.setArrival(77);
        open.setExpiresAt(AT.plusSeconds(60));
        open.setCalledBy(4_711);
        open.setEnding(ResponseError.newBuilder()
                .setKind("expired")
                .setBlame("caller")
                .setMessage("too late")
                .build());
    }

    private static RequestRow row(Place place, Consumer<OpenRequest> more) {
        CompletionRequest request = CompletionRequest.newBuilder()
                .setRequestId("r-1")
                .setMessages(List.of(Message.newBuilder()
                        .setRole("user")
                        .setContent("Bonjour")
                        .build()))
                .setParameters(Parameters.newBuilder().setTemperature(0.5).build())
                .setMetadata(Map.of("note", "1"))
                .build();
        OpenRequest open = OpenRequest.newBuilder()
                .setRequest(request)
                .setKey(utf8("r-1"))
                .setHeaders(List.of(RecordHeader.newBuilder()
                        .setName("h")
                        .setValue(utf8("v"))
                        .build()))
                .setSourceTopic("llm.requests")
                .setSourceOffset(9)
                .setRequestedAt(AT)
                .setPolicyResults(List.of(PolicyResult.newBuilder()
                        .setPolicy("p")
                        .setVerdict("flag")
                        .setFound(Map.of("email", 1))
                        .build()))
                .build();
        more.accept(open);
        return RequestRow.newBuilder()
                .setPlace(place)
                .setHop(3)
                .setContentHash(new Hash16(new byte[16]))
                .setAt(AT)
                .setOpen(open)
                .build();
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

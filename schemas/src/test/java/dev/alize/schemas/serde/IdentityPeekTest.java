package dev.alize.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityPeekTest {
    private static final Schema SCHEMA = CompletionRequest.getClassSchema();

    @Test
    void readsTheIdentityOfARecordThatIsDamagedBehindIt() throws IOException {
        byte[] bytes = bytes(Samples.request());
        // prefix 5, "r-1" 4, "acme" 5, redrive 1
        assertThat(peek(SCHEMA, Arrays.copyOf(bytes, 15))).contains(new IdentityPeek("r-1", "acme", 0));
        Arrays.fill(bytes, 15, bytes.length, (byte) 0xff);
        assertThat(peek(SCHEMA, bytes)).contains(new IdentityPeek("r-1", "acme", 0));
    }

    @Test
    void saysNothingWhereAPartOfTheIdentityIsDamaged() throws IOException {
        byte[] bytes = bytes(Samples.request());
        for (int length = 0; length < 15; length++) {
            assertThat(peek(SCHEMA, Arrays.copyOf(bytes, length))).isEmpty();
        }
        bytes[6] = (byte) 0xff;
        assertThat(peek(SCHEMA, bytes)).as("no UTF-8").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "\u0000", "\u0085"})
    void saysNothingOfAnIdThatIsNone(String id) throws IOException {
        CompletionRequest request = Samples.request();
        request.setRequestId(id);
        assertThat(peek(SCHEMA, bytes(request))).isEmpty();
    }

    @Test
    void anIdHas256CharactersAtMost() throws IOException {
        CompletionRequest request = Samples.request();
        request.setRequestId("é€".repeat(128));
        assertThat(peek(SCHEMA, bytes(request)).map(IdentityPeek::requestId)).contains("é€".repeat(128));
        request.setRequestId("a".repeat(257));
        assertThat(peek(SCHEMA, bytes(request))).isEmpty();
    }

    @Test
    void aNegativeRedriveIsNone() throws IOException {
        CompletionRequest request = Samples.request();
        request.setRedrive(-1);
        assertThat(peek(SCHEMA, bytes(request))).isEmpty();
    }

    @Test
    void walksOverOtherFieldsAndTakesDefaultsForThoseTheWriterDoesNotHave() throws IOException {
        Schema writer = SchemaBuilder.record("dev.alize.schemas.CompletionRequest")
                .fields()
                .optionalLong("sent_at")
                .requiredString("note")
                .requiredBytes("trace")
                .requiredDouble("weight")
                .requiredString("request_id")
                .endRecord();
        GenericRecord record = new GenericRecordBuilder(writer)
                .set("sent_at", 7L)
                .set("note", "n")
                .set("trace", ByteBuffer.wrap(new byte[] {1}))
                .set("weight", 1.0)
                .set("request_id", "r-2")
                .build();
        byte[] bytes = Wire.write(Framing.bytes(1), new GenericDatumWriter<>(writer), record);
        assertThat(peek(writer, bytes)).contains(new IdentityPeek("r-2", "default", 0));
    }

    @Test
    void saysNothingOfOtherSchemas() {
        byte[] bytes = {0, 0, 0, 0, 1, 6, 'a', 'b', 'c'};
        assertThat(peek(Schema.create(Schema.Type.STRING), bytes)).isEmpty();
        Schema listFirst = SchemaBuilder.record("x.A")
                .fields()
                .name("list")
                .type()
                .array()
                .items()
                .nullType()
                .noDefault()
                .requiredString("request_id")
                .endRecord();
        assertThat(peek(listFirst, bytes)).isEqualTo(Optional.empty());
    }

    private static byte[] bytes(CompletionRequest request) throws IOException {
        return Wire.write(Framing.bytes(1), new SpecificDatumWriter<>(SCHEMA, request.getSpecificData()), request);
    }

    @Test
    void readsARecordWhoseSchemaIsNamedInItsHeader() throws IOException {
        byte[] bytes = bytes(Samples.request());
        byte[] plain = Arrays.copyOfRange(bytes, Framing.ID_BYTES, bytes.length);
        Headers headers = new RecordHeaders().add(SchemaRef.VALUE_HEADER, Framing.bytes(new UUID(1, 2)));
        assertThat(IdentityPeek.of(SCHEMA, headers, plain)).contains(new IdentityPeek("r-1", "acme", 0));
    }

    private static Optional<IdentityPeek> peek(Schema writer, byte[] record) {
        return IdentityPeek.of(writer, new RecordHeaders(), record);
    }
}

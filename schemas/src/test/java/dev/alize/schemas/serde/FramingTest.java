package dev.alize.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    private static final UUID GUID = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static final String GUID_BYTES = "01" + "0102030405060708" + "090a0b0c0d0e0f10";

    @Test
    void anIdIsAZeroAndFourBytes() {
        assertThat(Framing.bytes(0x01020304)).asHexString().isEqualTo("0001020304");
        assertThat(of(none(), "0001020304" + "ff")).contains(new Framing(new SchemaRef.Id(0x01020304), 5));
        assertThat(of(none(), "0001020304")).contains(new Framing(new SchemaRef.Id(0x01020304), 5));
    }

    @Test
    void aGuidIsAOneAndItsTwoHalves() {
        assertThat(Framing.bytes(GUID)).asHexString().isEqualToIgnoringCase(GUID_BYTES);
        assertThat(of(none(), GUID_BYTES + "ff")).contains(new Framing(new SchemaRef.Guid(GUID), 17));
    }

    @Test
    void theHeaderComesFirstAndHasTheDataBegin() {
        assertThat(of(headers(GUID_BYTES), "0000000001")).contains(new Framing(new SchemaRef.Guid(GUID), 0));
        assertThat(of(headers("0000000007"), "0000000001")).contains(new Framing(new SchemaRef.Id(7), 0));
    }

    @Test
    void theLastHeaderOfTheNameCounts() {
        Headers headers = headers("0000000007");
        headers.add(SchemaRef.VALUE_HEADER, Framing.bytes(GUID));
        assertThat(of(headers, "")).contains(new Framing(new SchemaRef.Guid(GUID), 0));
    }

    @Test
    void theHeaderOfTheKeyIsNotThatOfTheValue() {
        Headers headers = new RecordHeaders().add(SchemaRef.KEY_HEADER, Framing.bytes(GUID));
        assertThat(of(headers, "0000000001")).contains(new Framing(new SchemaRef.Id(1), 5));
    }

    @Test
    void aHeaderWithoutValueIsNone() {
        Headers headers = new RecordHeaders().add(SchemaRef.VALUE_HEADER, null);
        assertThat(of(headers, "0000000001")).contains(new Framing(new SchemaRef.Id(1), 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00000000", "00ffffffff", "0102030405", "02" + "00000000", "7b7d7b7d7b"})
    void whatNamesNoSchemaIsNotRead(String hex) {
        assertThat(of(none(), hex)).isEmpty();
        assertThat(of(headers(hex), "0000000001"))
                .as("no way round a damaged header")
                .isEmpty();
    }

    @Test
    void aNullValueNamesNoSchema() {
        assertThat(SchemaRef.ofValue(headers(GUID_BYTES), null)).isEmpty();
        assertThat(SchemaRef.ofValue(headers(GUID_BYTES), new byte[0])).contains(new SchemaRef.Guid(GUID));
    }

    private static Optional<Framing> of(Headers headers, String hex) {
        return Framing.of(headers, SchemaRef.VALUE_HEADER, HexFormat.of().parseHex(hex));
    }

    private static Headers none() {
        return new RecordHeaders();
    }

    private static Headers headers(String hex) {
        return new RecordHeaders().add(SchemaRef.VALUE_HEADER, HexFormat.of().parseHex(hex));
    }
}

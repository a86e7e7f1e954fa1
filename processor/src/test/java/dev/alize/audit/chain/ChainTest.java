package dev.alize.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ChainTest {
    private static final byte[] KEY = utf8("key");
    private static final byte[] VALUE = utf8("value");

    @Test
    void theHashCoversPlaceKeyAndValueAsDocumented() throws Exception {
        Head head = Head.opening("task/3", 7);
        Link link = head.append(KEY, VALUE);
        ByteBuffer covered = ByteBuffer.allocate(4 + 6 + 8 + 8 + 32 + 4 + 3 + 5)
                .putInt(6)
                .put(utf8("task/3"))
                .putLong(7)
                .putLong(0)
                .put(new byte[32])
                .putInt(3)
                .put(KEY)
                .put(VALUE);
        assertThat(link.hash()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(covered.array()));
        assertThat(link.fits(KEY, VALUE)).isTrue();
        assertThat(link.fits(KEY, utf8("valve"))).isFalse();
        assertThat(link.fits(null, VALUE)).isFalse();
        assertThat(new Link("task/3", 7, 1, link.previous(), link.hash()).fits(KEY, VALUE))
                .isFalse();
    }

    @Test
    void aHeadGoesOnWhereItsBytesSay() {
        Head head = Head.opening("task/3", 7);
        head.seal(1, "me");
        head.append(KEY, VALUE);
        Head read = Head.read("task/3", head.bytes());
        assertThat(read.unsealed()).isEqualTo(1);
        assertThat(read.append(null, VALUE)).isEqualTo(head.append(null, VALUE));
    }

    @Test
    void aDamagedHeadIsRefused() {
        assertThatThrownBy(() -> Head.read("task/3", new byte[3])).hasMessageContaining("3 bytes, expected 56");
    }

    @Test
    void headersGiveTheLinkBack() {
        Link link = Head.opening("process/a/1", 2).append(KEY, VALUE);
        RecordHeaders headers = new RecordHeaders();
        assertThat(LinkHeaders.isChained(headers)).isFalse();
        LinkHeaders.write(link, headers);
        assertThat(LinkHeaders.read(headers)).contains(link);
        headers.add(LinkHeaders.SEQUENCE, utf8("9"));
        assertThat(LinkHeaders.read(headers)).as("given twice").isEmpty();
        headers.remove(LinkHeaders.SEQUENCE);
        assertThat(LinkHeaders.read(headers)).as("missing").isEmpty();
        headers.add(LinkHeaders.SEQUENCE, utf8("nine"));
        assertThat(LinkHeaders.read(headers)).as("no number").isEmpty();
        assertThat(LinkHeaders.isChained(headers)).isTrue();
    }

    @Test
    void onlyTheKeyThatSignedVerifiesAndOnlyWhatWasSigned() {
        Signer.Pair pair = Signer.generate();
        Signer signer = Signer.of(pair.privateKey());
        Head head = Head.opening("task/0", 1);
        head.append(KEY, VALUE);
        Seal seal = head.seal(5, "me");
        byte[] signature = signer.sign(seal);
        SealCheck check = new SealCheck(List.of(pair.publicKey()));
        assertThat(signer.publicKey()).isEqualTo(pair.publicKey());
        assertThat(check.isGenuine(seal, signer.keyId(), signature)).isTrue();
        Seal other = new Seal("task/0", 1, 1, seal.hash(), 5, "me");
        assertThat(check.isGenuine(other, signer.keyId(), signature)).isFalse();
        SealCheck stranger = new SealCheck(List.of(Signer.generate().publicKey()));
        assertThat(stranger.knows(signer.keyId())).isFalse();
        assertThat(stranger.isGenuine(seal, signer.keyId(), signature)).isFalse();
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutBeingQuoted() {
        for (String text : List.of("secret", "-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----")) {
            assertThatThrownBy(() -> Signer.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected")
                    .hasMessageNotContaining(text);
        }
        assertThatThrownBy(() -> new SealCheck(List.of("secret"))).hasMessageContaining("expected");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

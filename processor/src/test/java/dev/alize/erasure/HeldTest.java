package dev.alize.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldTest {
    private final Held held = new Held(new Subject("acme", "anna"));

    @Test
    void followsARequestToItsChunksItsAnswerAndTheCache() {
        assertThat(held.isOfSubject(request("acme", "anna", "r-1"))).isTrue();
        assertThat(held.isOfSubject(chunk("acme", "r-1"))).isTrue();
        assertThat(held.isOfSubject(response("acme", "r-1", "c-1"))).isTrue();
        assertThat(held.isOfSubject(cached("acme", "c-1"))).isTrue();
    }

    @Test
    void leavesAloneWhatIsOfOthers() {
        assertThat(held.isOfSubject(request("acme", "anna", "r-1"))).isTrue();
        assertThat(held.isOfSubject(request("acme", "bert", "r-2"))).isFalse();
        assertThat(held.isOfSubject(request("other", "anna", "r-3"))).isFalse();
        assertThat(held.isOfSubject(chunk("other", "r-1"))).isFalse();
        assertThat(held.isOfSubject(response("acme", "r-2", "c-2"))).isFalse();
        assertThat(held.isOfSubject(response("acme", "r-1", "c-1"))).isTrue();
        assertThat(held.isOfSubject(cached("other", "c-1"))).isFalse();
        assertThat(held.isOfSubject(cached("acme", "c-2"))).isFalse();
        assertThat(held.isOfSubject("something else")).isFalse();
    }

    @Test
    void aRequestOnATenantsOwnTopicIsTheTenantsWhateverItSays() {
        assertThat(held.isOfSubject(request("default", "anna", "r-1"), "acme")).isTrue();
        assertThat(held.isOfSubject(response("acme", "r-1", "c-1"))).isTrue();
        assertThat(held.isOfSubject(request("acme", "anna", "r-2"), "other")).isFalse();
        assertThat(held.isOfSubject(request("default", "anna", "r-3"), null)).isFalse();
    }

    @Test
    void doesNotTellTheName() {
        assertThat(new Subject("acme", "anna").toString()).contains("acme").doesNotContain("anna");
    }

    private static CompletionRequest request(String tenant, String subject, String id) {
        return CompletionRequest.newBuilder()
                .setRequestId(id)
                .setTenant(tenant)
                .setSubject(subject)
                .setMessages(List.of(
                        Message.newBuilder().setRole("user").setContent("Hello").build()))
                .setParameters(Parameters.newBuilder().build())
                .build();
    }

    private static CompletionChunk chunk(String tenant, String id) {
        return CompletionChunk.newBuilder()
                .setRequestId(id)
                .setTenant(tenant)
                .setAttempt(1)
                .setSequence(0)
                .build();
    }

    private static CompletionResponse response(String tenant, String id, String completion) {
        return CompletionResponse.newBuilder()
                .setRequestId(id)
                .setTenant(tenant)
                .setStatus(Status.COMPLETED)
                .setCompletionId(completion)
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .build();
    }

    private static CachedAnswer cached(String tenant, String completion) {
        return CachedAnswer.newBuilder()
                .setAt(Instant.EPOCH)
                .setTenant(tenant)
                .setCompletionId(completion)
                .build();
    }
}

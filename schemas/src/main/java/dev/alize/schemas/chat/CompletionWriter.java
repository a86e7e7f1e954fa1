package dev.alize.schemas.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of chat completions, to JSON. */
final class CompletionWriter {
    private final JsonGenerator out;
    private final MessageWriter messages;

    CompletionWriter(JsonGenerator out) {
        this.out = out;
        this.messages = new MessageWriter(out);
    }

    void completion(CompletionResponse response) throws IOException {
        Members members = Members.open(out);
        members.text("id", response.getCompletionId());
        members.whole("created", response.getCreated());
        members.text("model", response.getModel());
        members.list("choices", response.getChoices(), this::choice);
        members.value("usage", response.getUsage(), this::usage);
        members.close(response.getExtra());
    }

    void delta(Delta delta) throws IOException {
        Members members = Members.open(out);
        members.whole("index", delta.getIndex());
        members.value("delta", delta.getMessage(), messages::message);
        members.text("finish_reason", delta.getFinishReason());
        members.close(null);
    }

    void event(StreamHead head, @Nullable Delta delta, @Nullable Usage usage) throws IOException {
        Members members = Members.open(out);
        members.text("id", head.id());
        members.text("object", "chat.completion.chunk");
        members.whole("created", head.created());
        members.text("model", head.model());
        members.list("choices", delta == null ? List.<Delta>of() : List.of(delta), this::change);
        members.value("usage", usage, this::usage);
        members.close(null);
    }

    /** As a delta, but with a finish_reason in any case: some readers need the null. */
    private void change(Delta delta) throws IOException {
        Members members = Members.open(out);
        members.whole("index", delta.getIndex());
        members.value("delta", delta.getMessage(), messages::message);
        if (delta.getFinishReason() == null) {
            out.writeNullField("finish_reason");
        } else {
            members.text("finish_reason", delta.getFinishReason());
        }
        members.close(null);
    }

    private void choice(Choice choice) throws IOException {
        Members members = Members.open(out);
        if (choice.getIndex() >= 0) {
            members.whole("index", choice.getIndex());
        }
        members.value("message", choice.getMessage(), messages::message);
        members.text("finish_reason", choice.getFinishReason());
        members.close(choice.getExtra());
    }

    private void usage(Usage usage) throws IOException {
        Members members = Members.open(out);
        members.whole("prompt_tokens", usage.getPromptTokens());
        members.whole("completion_tokens", usage.getCompletionTokens());
        members.whole("total_tokens", usage.getTotalTokens());
        members.close(usage.getExtra());
    }
}

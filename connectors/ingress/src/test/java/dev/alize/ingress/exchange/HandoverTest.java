package dev.alize.ingress.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final Executor HOME = Runnable::run;
    private static final CompletionResponse RESPONSE = new CompletionResponse();

    private final List<String> told = new ArrayList<>();

    private record Somebody(String name, boolean fails, List<String> told) implements Waiter {
        @Override
        public Executor home() {
            return HOME;
        }

        @Override
        public boolean wantsChunks() {
            return true;
        }

        @Override
        public boolean wantsOpened() {
            return true;
        }

        @Override
        public void answered(CompletionResponse response) {
            if (fails) {
                throw new IllegalStateException("a bug");
            }
            told.add(name + " answered");
        }

        @Override
        public void found(CompletionResponse response) {
            told.add(name + " found");
        }

        @Override
        public void opened(String body) {
            told.add(name + " opened");
        }

        @Override
        public void failed(Delivery.Reason reason) {
            told.add(name + " " + reason);
        }

        @Override
        public void arrived(List<CompletionChunk> chunks) {
            told.add(name + " got " + chunks.size());
        }
    }

    @Test
    void tellsTheOthersWhereOneCannotBeTold() {
        Handover handover = new Handover();
        handover.answer(new Somebody("one", true, told), RESPONSE);
        handover.answer(new Somebody("two", false, told), RESPONSE);
        handover.deliver();
        assertThat(told).containsExactly("one UNTOLD", "two answered");
    }

    @Test
    void tellsChunksTogetherAndBeforeTheAnswer() {
        Handover handover = new Handover();
        Waiter one = new Somebody("one", false, told);
        handover.answer(one, RESPONSE);
        handover.chunk(one, new CompletionChunk());
        handover.chunk(one, new CompletionChunk());
        handover.deliver();
        handover.deliver();
        assertThat(told).containsExactly("one got 2", "one answered");
    }
}

package dev.alize.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a provider what it thinks of texts. Implementations are thread-safe. */
@FunctionalInterface
public interface Moderator {
    /** Knows nobody to ask. */
    Moderator NONE = (question, answer) -> answer.accept(new Opinion.Missing("not_connected"));

    /**
     * Returns at once, and never throws.
     *
     * @param answer receives the opinion exactly once, on any thread, perhaps before this method returns; nothing once
     *     the process stops. It must not block
     */
    void ask(Question question, Consumer<Opinion> answer);

    /**
     * What is asked.
     *
     * @param about the request
     * @param target id of the target to be asked; null for the first one that speaks Mistral's dialect
     * @param model that judges
     * @param timeout from sending the question to the opinion, questions that are repeated included
     * @param mostAtOnce questions open at that target, from which on further ones wait
     * @param asked what the texts answer; null where they answer nothing
     * @param texts one or more, none of them empty
     */
    record Question(
            Identity about,
            @Nullable String target,
            String model,
            Duration timeout,
            int mostAtOnce,
            @Nullable String asked,
            List<String> texts) {
        public Question {
            texts = List.copyOf(texts);
        }
    }

    /**
     * What it thinks of a text in one category.
     *
     * @param flagged by its own rule
     * @param score from 0 to 1
     */
    record Rating(boolean flagged, double score) {}

    /** What came of asking. */
    sealed interface Opinion {
        /** @param ratings for each text, in their order, by category; not empty */
        record Given(List<Map<String, Rating>> ratings) implements Opinion {
            public Given {
                ratings = ratings.stream().map(Map::copyOf).toList();
            }
        }

        /** @param why nobody said anything, such as {@code timeout}: for operators, without any text */
        record Missing(String why) implements Opinion {}
    }
}

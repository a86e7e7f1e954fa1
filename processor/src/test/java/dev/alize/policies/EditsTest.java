package dev.alize.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.alize.domain.Edit;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class EditsTest {
    private static final List<Passage> PASSAGES = List.of(
            new Passage(Origin.SYSTEM, 0, "be kind"),
            new Passage(Origin.USER, 1, "I am Ada, ada@x.org"),
            new Passage(Origin.USER, 2, ""));

    @Test
    void returnsWhatIsNotEditedAsItCame() {
        assertThat(Edits.apply(PASSAGES, List.of())).isSameAs(PASSAGES);
        assertThat(Edits.apply(PASSAGES, List.of(new Edit(1, 0, 0, "")))).isEqualTo(PASSAGES);
    }

    @Test
    void replacesInSeveralPassages() {
        List<Edit> edits = List.of(new Edit(0, 3, 7, "brief"), new Edit(1, 5, 8, "[A]"), new Edit(1, 10, 19, "[B]"));

        assertThat(Edits.apply(PASSAGES, edits))
                .containsExactly(
                        new Passage(Origin.SYSTEM, 0, "be brief"),
                        new Passage(Origin.USER, 1, "I am [A], [B]"),
                        PASSAGES.get(2));
    }

    @Test
    void replacesNeighboursAndInsertsAtTheEnds() {
        List<Edit> edits = List.of(
                new Edit(1, 0, 0, "<"),
                new Edit(1, 0, 1, "J"),
                new Edit(1, 1, 2, "_"),
                new Edit(1, 19, 19, ">"),
                new Edit(2, 0, 0, "new"));

        assertThat(Edits.apply(PASSAGES, edits).stream().map(Passage::text))
                .containsExactly("be kind", "<J_am Ada, ada@x.org>", "new");
    }

    @Test
    void refusesWhatIsOutsideOrOutOfOrder() {
        refuses("expected an edit of a passage below 3, got passage 3", new Edit(3, 0, 0, ""));
        refuses("expected an edit from 0 to at most 7 in passage 0, got 3 to 8", new Edit(0, 3, 8, ""));
        refuses(
                "expected an edit from 3 to at most 7 in passage 0, got 2 to 4",
                new Edit(0, 0, 3, ""),
                new Edit(0, 2, 4, ""));
        refuses(
                "expected edits in the order of the passages, got passage 0 after 1",
                new Edit(1, 0, 1, ""),
                new Edit(0, 0, 1, ""));
    }

    private static void refuses(String message, Edit... edits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edits.apply(PASSAGES, List.of(edits)))
                .withMessage(message);
    }
}

package dev.alize.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpareTest {
    private final List<String> ended = new ArrayList<>();
    private int made;
    private final Spare<String> spare = new Spare<>("first", () -> "made " + ++made, ended::add);

    @Test
    void keepsOneFromOneUseToTheNext() {
        String one = spare.borrow();
        String other = spare.borrow();
        assertThat(List.of(one, other)).containsExactly("first", "made 1");

        spare.giveBack(other);
        spare.giveBack(one);
        assertThat(ended).containsExactly("first");
        assertThat(spare.borrow()).isEqualTo("made 1");
    }

    @Test
    void whatComesBackAfterTheEndIsEnded() {
        String one = spare.borrow();
        spare.close();
        assertThat(ended).isEmpty();

        spare.giveBack(one);
        assertThat(ended).containsExactly("first");
    }
}

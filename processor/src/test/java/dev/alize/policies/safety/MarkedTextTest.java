package dev.alize.policies.safety;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkedTextTest {
    @Test
    void knowsWhereEveryUnitStoodBefore() {
        MarkedText text = new MarkedText("one two three");
        text.mark(3, '\uE001');
        text.mark(7, '\uE002');
        text.mark(7, '\uE003');
        text.end();

        String marked = text.text();
        assertThat(marked).isEqualTo("one \uE001 two \uE002 \uE003 three");
        for (String word : new String[] {"one", "two", "three"}) {
            assertThat(text.origin(marked.indexOf(word))).isEqualTo("one two three".indexOf(word));
        }
        assertThat(text.origin(marked.length())).isEqualTo("one two three".length());
        assertThat(text.origin(4)).isEqualTo(3);
    }

    @Test
    void nobodyElseCanSetMarks() {
        assertThat(new MarkedText("a\uE001b").plain()).isEqualTo("a b");
    }
}

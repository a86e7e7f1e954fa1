package dev.alize.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.diagnosis.Cause;
import dev.alize.schemas.IncidentAdvice;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepsTest {
    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseHasOne(Cause cause) {
        List<String> many = IntStream.range(0, 50).mapToObj(i -> "t" + i).toList();

        assertThat(Steps.of(cause, many, "inc-1")).hasSizeBetween(1, 12);
        assertThat(Steps.of(cause, List.of("a"), "inc-1"))
                .isNotEmpty()
                .extracting(IncidentAdvice::getText)
                .allMatch(text -> text.endsWith("."));
    }
}

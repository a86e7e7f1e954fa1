package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.alize.domain.EngineObserver;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class BothObserversTest {
    @Test
    void tellBothOfEverything() {
        for (Method told : EngineObserver.class.getMethods()) {
            assertThatCode(() -> BothObservers.class.getDeclaredMethod(told.getName(), told.getParameterTypes()))
                    .as(told.getName())
                    .doesNotThrowAnyException();
        }
    }
}

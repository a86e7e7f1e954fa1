package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FileDescriptorsTest {
    private static final String TWO_TARGETS = """
            providers:
              targets: [{id: a, provider: 'mistral:chat:m'}, {id: b, provider: 'mistral:chat:n'}]
            topics: {partitions: 10}
            processing: {max_open_calls: 5000}
            """;

    @Test
    void saysWhatIsGotAndExpectedAndHowToRaiseIt() {
        assertThat(FileDescriptors.warning(OptionalLong.of(1_024), read(TWO_TARGETS)))
                .get()
                .asString()
                .contains("got a limit of 1024, expected at least 10700", "max_open_calls 5000", "10 partitions")
                .contains("ulimit -n 10700", "LimitNOFILE", "lower processing.max_open_calls");
    }

    @Test
    void isContentWithEnough() {
        assertThat(FileDescriptors.warning(OptionalLong.of(10_700), read(TWO_TARGETS)))
                .isEmpty();
        assertThat(FileDescriptors.warning(OptionalLong.of(10_699), read(TWO_TARGETS)))
                .isPresent();
    }

    @Test
    void countsTheCallsOnceForASingleTarget() {
        String one = TWO_TARGETS.replace(", {id: b, provider: 'mistral:chat:n'}", "");

        assertThat(FileDescriptors.warning(OptionalLong.of(5_700), read(one))).isEmpty();
    }

    @Test
    void saysNothingWhereTheSystemDoesNot() {
        assertThat(FileDescriptors.warning(OptionalLong.empty(), read(TWO_TARGETS)))
                .isEmpty();
    }

    @Test
    void knowsTheLimitOfThisProcess() {
        assertThat(FileDescriptors.limit().orElse(0)).isPositive();
    }

    private static Configuration read(String text) {
        return new ConfigurationReader().parse("f.yaml", text);
    }
}

package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.config.ConsoleSettings;
import dev.alize.config.Environment;
import dev.alize.console.Console;
import dev.alize.metrics.http.ListenAddress;
import dev.alize.metrics.http.ListenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Environment NOTHING = new Environment(Map.of(), InstantSource.system());

    private final List<String> said = new ArrayList<>();

    private Optional<Console> console(String address, boolean isAskedFor) {
        return Run.console(ListenAddress.parse(address), isAskedFor, ConsoleSettings.DEFAULT, NOTHING, said::add);
    }

    @Test
    void goesOnWithoutAConsoleWhereItsUsualAddressIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            assertThat(console(address, false)).isEmpty();
            assertThat(said).singleElement().asString().startsWith("No console: --listen: cannot listen on " + address);
            assertThatThrownBy(() -> console(address, true)).isInstanceOf(ListenException.class);
        }
    }

    @Test
    void anAddressThatIsOpenToOthersNeedsTokensEvenSo() {
        assertThatThrownBy(() -> console("0.0.0.0:0", false))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("console.tokens");
    }

    @Test
    void saysWhereTheConsoleIs() {
        try (Console console = console("127.0.0.1:0", true).orElseThrow()) {
            assertThat(said).containsExactly("Console at http://" + console.address());
        }
    }
}

package dev.alize.alerts.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.alize.alerts.Delivery;
import dev.alize.alerts.Letter;
import dev.alize.alerts.Samples;
import dev.alize.alerts.Texts;
import dev.alize.config.AlertChannel.Email;
import dev.alize.config.AlertChannel.Email.Security;
import dev.alize.config.Environment;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.config.SecretReference;
import dev.alize.schemas.Incident;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init") // set by start
class MailMessengerTest {
    private final Incident incident = Samples.incident("inc-1");
    private GreenMail server;

    private void start(String protocol) {
        server = new GreenMail(new ServerSetup(0, "localhost", protocol));
        server.setUser("alize@example.com", "alize", "right");
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private Delivery bring(Letter letter, Security security, @Nullable String password) throws InterruptedException {
        int port = (security == Security.TLS ? server.getSmtps() : server.getSmtp()).getPort();
        return messenger(port, security, password, Duration.ofSeconds(20)).bring(letter);
    }

    private static MailMessenger messenger(int port, Security security, @Nullable String password, Duration timeout) {
        return messenger(port, security, password, timeout, List.of("oncall@example.com"));
    }

    private static MailMessenger messenger(
            int port, Security security, @Nullable String password, Duration timeout, List<String> to) {
        Email email = new Email(
                "localhost",
                port,
                security,
                password == null ? null : new SecretReference.Given("alize"),
                password == null ? null : new SecretReference.Given(password),
                "alize@example.com",
                to);
        return new MailMessenger(email, Environment.ofProcess(), new Texts(Samples.settings()), timeout, null);
    }

    private static Letter letter(Incident incident) {
        return Samples.letter(Audience.INTERNAL, Samples.event(incident, "Überlast: half of the calls fail"));
    }

    @Test
    void aMailHasTheTextAndANameThatItsRepeatsHaveToo() throws Exception {
        start(ServerSetup.PROTOCOL_SMTP);
        assertThat(bring(letter(incident), Security.NONE, "right")).isInstanceOf(Delivery.Taken.class);
        assertThat(bring(letter(incident), Security.NONE, null)).isInstanceOf(Delivery.Taken.class);
        assertThat(bring(letter(Samples.resolved(incident)), Security.NONE, null))
                .isInstanceOf(Delivery.Taken.class);

        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(3);
        assertThat(mails[0].getSubject()).isEqualTo("P2 INCIDENT: mistral: 5xx Provider Failure");
        assertThat(mails[0].getMessageID()).isEqualTo("<inc-1.1.team@alize>").isEqualTo(mails[1].getMessageID());
        assertThat(mails[2].getMessageID()).isEqualTo("<inc-1.2.team@alize>");
        assertThat(mails[2].getHeader("References")).isEqualTo(mails[0].getHeader("References"));
        assertThat(mails[0].getContent().toString())
                .contains("Status: INVESTIGATING", "Überlast", "alize control force-fallback on large");
        assertThat(mails[0].getAllRecipients()).extracting(Object::toString).containsExactly("oncall@example.com");
    }

    @Test
    void failuresAreNamedWithoutNamesAndPasswords() throws Exception {
        start(ServerSetup.PROTOCOL_SMTP);
        assertThat(bring(letter(incident), Security.STARTTLS, null).toString())
                .contains("STARTTLS")
                .doesNotContain("example.com");
        assertThat(bring(letter(incident), Security.NONE, "wrong"))
                .isEqualTo(Delivery.Failed.lasting("the mail server refused user or password"));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aCertificateThatNobodyTrustsIsNamed() throws Exception {
        start(ServerSetup.PROTOCOL_SMTPS);
        assertThat(bring(letter(incident), Security.TLS, "right").toString()).contains("the TLS handshake failed");
    }

    /** What a server says to a mail for two, of which it refuses those that are called bad. */
    private static Delivery answered(String toContent, String... recipients) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> talk(server, toContent));
            return messenger(server.getLocalPort(), Security.NONE, null, Duration.ofSeconds(20), List.of(recipients))
                    .bring(letter(Samples.incident("inc-1")));
        }
    }

    private static void talk(ServerSocket server, String toContent) {
        try (var socket = server.accept();
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String answer = "220 test";
            boolean isContent = false;
            for (String line = ""; line != null; line = in.readLine()) {
                if (isContent && !line.equals(".")) {
                    continue;
                }
                if (!line.isEmpty()) {
                    answer = line.startsWith("DATA") ? "354 go" : line.contains("bad") ? "550 no" : "250 ok";
                    answer = isContent ? toContent : answer;
                    isContent = line.startsWith("DATA");
                }
                socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void aRecipientWhoIsRefusedKeepsTheMailFromNoOther() throws Exception {
        assertThat(answered("250 ok", "bad@example.com", "oncall@example.com")).isInstanceOf(Delivery.Taken.class);
        assertThat(answered("250 ok", "bad@example.com", "bad2@example.com"))
                .isEqualTo(Delivery.Failed.lasting("the mail server answered with code 550"));
    }

    @Test
    void aMailWhoseContentIsRefusedHoldsUpItsIncidentOnly() throws Exception {
        assertThat(answered("554 no", "oncall@example.com"))
                .isEqualTo(new Delivery.Failed(Delivery.Kind.REFUSED, "the mail server answered with code 554", null));
        assertThat(answered("451 later", "oncall@example.com"))
                .isEqualTo(Delivery.Failed.passing("the mail server answered with code 451"));
    }

    @Test
    void aServerThatSaysNothingIsLeftAlone() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Delivery delivery = messenger(silent.getLocalPort(), Security.NONE, null, Duration.ofSeconds(1))
                    .bring(letter(incident));
            assertThat(delivery.toString()).contains("not reached, or the connection broke");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

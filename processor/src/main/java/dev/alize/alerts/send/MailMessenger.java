package dev.alize.alerts.send;

import dev.alize.alerts.AlertEvent;
import dev.alize.alerts.Delivery;
import dev.alize.alerts.Letter;
import dev.alize.alerts.Notice;
import dev.alize.alerts.Texts;
import dev.alize.config.AlertChannel.Email;
import dev.alize.config.Environment;
import dev.alize.domain.Secret;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mails in plain text. The id of a mail is made of that of its event, so that mail programs know a repeat. */
final class MailMessenger implements Messenger {
    private static final Logger log = LoggerFactory.getLogger(MailMessenger.class);
    private static final int PERMANENT = 500;

    private final Email settings;
    private final @Nullable Secret username;
    private final @Nullable Secret password;
    private final Texts texts;
    private final Session session;

    /** @param trust for TLS; null for the JVM's own */
    MailMessenger(
            Email settings, Environment environment, Texts texts, Duration patience, @Nullable SSLSocketFactory trust) {
        this.settings = settings;
        this.username =
                settings.usernameRef() == null ? null : settings.usernameRef().in(environment);
        this.password =
                settings.passwordRef() == null ? null : settings.passwordRef().in(environment);
        this.texts = texts;
        this.session = Session.getInstance(properties(settings, patience, trust));
    }

    private static Properties properties(Email settings, Duration patience, @Nullable SSLSocketFactory trust) {
        Properties properties = new Properties();
        String ms = Long.toString(patience.toMillis());
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", ms);
        properties.put("mail.smtp.timeout", ms);
        properties.put("mail.smtp.writetimeout", ms);
        properties.put("mail.smtp.auth", Boolean.toString(settings.usernameRef() != null));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.sendpartial", "true"); // one bad recipient keeps it from no other
        properties.put("mail.smtp.quitwait", "false"); // a mail that was taken has not failed
        switch (settings.security()) {
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case NONE -> {}
        }
        if (trust != null) {
            properties.put("mail.smtp.ssl.socketFactory", trust);
        }
        return properties;
    }

    @Override
    public Delivery bring(Letter letter) throws InterruptedException {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage mail = mail(letter);
            if (username == null || password == null) {
                transport.connect();
            } else {
                transport.connect(username.reveal(), password.reveal());
            }
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Delivery.Taken();
        } catch (IllegalStateException e) {
            return Delivery.Failed.lasting(String.valueOf(e.getMessage()));
        } catch (SendFailedException e) {
            int accepted = count(e.getValidSentAddresses());
            if (accepted == 0) {
                return failure(e);
            }
            log.atWarn()
                    .addKeyValue("receiver", letter.receiver())
                    .addKeyValue("event", letter.id())
                    .addKeyValue("accepted", accepted)
                    .addKeyValue("refused", count(e.getInvalidAddresses()) + count(e.getValidUnsentAddresses()))
                    .addKeyValue("code", code(e))
                    .log("Alerts: the mail server refused some recipients; the others were mailed");
            return new Delivery.Taken();
        } catch (MessagingException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            return failure(e);
        }
    }

    MimeMessage mail(Letter letter) throws MessagingException {
        Notice notice = texts.of(letter);
        MimeMessage mail = new Named(session, id(letter.id(), letter.receiver()));
        mail.setFrom(new InternetAddress(settings.from()));
        for (String to : settings.to()) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        mail.setSubject(notice.headline(), StandardCharsets.UTF_8.name());
        mail.setSentDate(new Date());
        mail.setHeader("Alize-Event-Id", letter.id());
        mail.setHeader("Auto-Submitted", "auto-generated");
        Set<String> threads = new LinkedHashSet<>();
        for (AlertEvent event : letter.events()) {
            threads.add(id(event.incident().getId(), letter.receiver()));
        }
        if (!threads.isEmpty()) {
            mail.setHeader("References", String.join("\r\n ", threads));
            mail.setHeader("In-Reply-To", threads.iterator().next());
        }
        mail.setText(String.join("\r\n", notice.lines()) + "\r\n", StandardCharsets.UTF_8.name());
        mail.saveChanges();
        return mail;
    }

    /** Only characters that a Message-ID may have. */
    private static String id(String id, String receiver) {
        return "<" + id.replaceAll("[^A-Za-z0-9-]+", ".") + "." + receiver + "@alize>";
    }

    private static int count(Address @Nullable [] addresses) {
        return addresses == null ? 0 : addresses.length;
    }

    /** Messages of mail servers may hold addresses. */
    private static Delivery.Failed failure(MessagingException e) {
        int code = code(e);
        String answered = code > 0 ? "the mail server answered with code " + code : "";
        if (e instanceof AuthenticationFailedException) {
            return Delivery.Failed.lasting("the mail server refused user or password");
        }
        if (has(e, SSLException.class)) {
            return Delivery.Failed.passing("the TLS handshake failed (" + names(e) + ")");
        }
        if (String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
            return Delivery.Failed.lasting("the mail server offers no STARTTLS");
        }
        if (code >= PERMANENT && isAboutContent(e)) {
            return new Delivery.Failed(Delivery.Kind.REFUSED, answered, null);
        }
        if (code > 0) {
            return code >= PERMANENT ? Delivery.Failed.lasting(answered) : Delivery.Failed.passing(answered);
        }
        return Delivery.Failed.passing("the mail server was not reached, or the connection broke (" + names(e) + ")");
    }

    /** Whether the server took sender and recipients, but not this mail. */
    private static boolean isAboutContent(MessagingException e) {
        return e instanceof SMTPSendFailedException sending
                && sending.getNextException() == null
                && (sending.getCommand().strip().equals(".")
                        || sending.getCommand().startsWith("DATA"));
    }

    private static int code(@Nullable Exception failure) {
        Set<Exception> seen = new HashSet<>();
        for (Exception one = failure; one != null && seen.add(one); ) {
            switch (one) {
                case SMTPAddressFailedException address -> {
                    return address.getReturnCode();
                }
                case SMTPSenderFailedException sender -> {
                    return sender.getReturnCode();
                }
                case SMTPSendFailedException sending -> {
                    if (sending.getNextException() == null) {
                        return sending.getReturnCode();
                    }
                }
                default -> {}
            }
            one = one instanceof MessagingException mail ? mail.getNextException() : null;
        }
        return 0;
    }

    private static boolean has(Exception failure, Class<? extends Throwable> kind) {
        return Causes.has(failure, kind)
                || (failure instanceof MessagingException mail && Causes.has(mail.getNextException(), kind));
    }

    private static String names(MessagingException e) {
        return Causes.names(e.getNextException() == null ? e : e.getNextException());
    }

    private static final class Named extends MimeMessage {
        private final String id;

        Named(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}

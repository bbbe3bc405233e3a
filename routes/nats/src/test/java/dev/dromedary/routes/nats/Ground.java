package dev.dromedary.routes.nats;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.dromedary.broker.RealNats;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A server with what a test does there: streams, messages, a look at what consumers have settled. */
public final class Ground implements AutoCloseable {

    private final RealNats nats;
    private Connection connection;

    public Ground(RealNats nats) {
        this.nats = nats;
    }

    public RealNats nats() {
        return nats;
    }

    /** A connection of the test's own. */
    public synchronized Connection connection() throws Exception {
        if (connection == null || connection.getStatus() == Connection.Status.CLOSED) {
            connection = Nats.connect(Options.builder()
                    .server(nats.url())
                    .maxReconnects(-1)
                    .reconnectWait(Duration.ofMillis(100))
                    .build());
        }
        return connection;
    }

    /** The server was away: what the test's own connection makes of that is not looked at, the next call has a new one. */
    public synchronized void connectAnew() throws Exception {
        connection.close();
    }

    /** A name that nobody else has. */
    public static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Makes a stream that keeps a subject. */
    public void stream(String name, String... subjects) throws Exception {
        connection()
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(subjects)
                        .storageType(StorageType.File)
                        .build());
    }

    /** Publishes numbers; back when the server has them. */
    public void publish(String subject, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            connection().publish(subject, String.valueOf(i).getBytes(StandardCharsets.UTF_8));
        }
        connection().flush(Duration.ofSeconds(5));
    }

    /** The same, back when a stream has each. */
    public void keep(String subject, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            connection().jetStream().publish(subject, String.valueOf(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A request; {@code null}: nobody answered in time. */
    public Message ask(String subject, String body, Headers headers) throws Exception {
        return connection()
                .request(
                        NatsMessage.builder()
                                .subject(subject)
                                .headers(headers)
                                .data(body, StandardCharsets.UTF_8)
                                .build(),
                        Duration.ofSeconds(10));
    }

    /** How a consumer is. */
    public ConsumerInfo consumer(String stream, String durable) throws Exception {
        return connection().jetStreamManagement().getConsumerInfo(stream, durable);
    }

    /** Whether all that a stream has is acknowledged. */
    public boolean isSettled(String stream, String durable) throws Exception {
        ConsumerInfo info = consumer(stream, durable);
        return info.getNumPending() == 0 && info.getNumAckPending() == 0;
    }

    /** All that a stream keeps. */
    public List<Message> all(String stream, String subject) throws Exception {
        var subscription = connection()
                .jetStream()
                .subscribe(
                        subject,
                        io.nats.client.PushSubscribeOptions.builder().stream(stream)
                                .ordered(true)
                                .build());
        List<Message> found = new java.util.ArrayList<>();
        for (Message next = subscription.nextMessage(Duration.ofSeconds(1));
                next != null;
                next = subscription.nextMessage(Duration.ofMillis(200))) {
            found.add(next);
        }
        subscription.unsubscribe();
        return found;
    }

    /** Connections among them. */
    public static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    /** Threads of the JVM, but for those of pools that come and go. */
    public static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("nats"))
                .count();
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

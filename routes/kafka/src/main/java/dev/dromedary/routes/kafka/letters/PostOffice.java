package dev.dromedary.routes.kafka.letters;

import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import dev.dromedary.routes.kafka.consume.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/** Where letters are sent to one cluster: a producer, made anew where the way to the cluster changes. */
final class PostOffice implements AutoCloseable {

    private final CamelContext camel;
    private final Access access;
    private ClientSettings settings;
    private LetterProducer producer;
    private int users;
    private long lastNanos = System.nanoTime();

    PostOffice(CamelContext camel, Access access) {
        this.camel = camel;
        this.access = access;
    }

    /** Somebody is about to send. */
    synchronized void use() {
        users++;
    }

    /** He has. */
    synchronized void used() {
        users--;
        lastNanos = System.nanoTime();
    }

    /** May wait for the brokers. */
    void send(String topic, Letter letter, Consumer<Optional<String>> done) {
        try {
            switch (access.now()) {
                case Material.Away<ClientSettings> away -> done.accept(Optional.of(away.why()));
                case Material.Ready<ClientSettings> ready ->
                    producer(ready.value()).send(topic, letter, done);
            }
        } catch (Exception e) {
            done.accept(Optional.of(Trouble.said(e)));
        }
    }

    private synchronized LetterProducer producer(ClientSettings now) throws Exception {
        if (producer == null || settings != now) {
            closeProducer();
            producer = new LetterProducer(camel, now, access.cluster(), access.egress());
            settings = now;
        }
        return producer;
    }

    /** Whether it was closed, for nobody has sent anything for so long. */
    synchronized boolean closeIfIdle(Duration idle) {
        boolean over = users == 0 && System.nanoTime() - lastNanos > idle.toNanos();
        if (over) {
            close();
        }
        return over;
    }

    private void closeProducer() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }

    @Override
    public synchronized void close() {
        closeProducer();
        access.close();
    }
}

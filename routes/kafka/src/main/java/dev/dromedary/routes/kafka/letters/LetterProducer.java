package dev.dromedary.routes.kafka.letters;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.kafka.cluster.Allowed;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.consume.RecordEvent;
import dev.dromedary.routes.kafka.consume.Trouble;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Camel's own Kafka producer, for letters: its answer comes with the acknowledgement of all replicas in sync. */
final class LetterProducer implements AutoCloseable {

    /** Replaced for each letter, whose topic is in no URI. */
    private static final String ANY = "kafka:letters";

    private static final int WAIT_MILLIS = 10_000;

    private final ClientSettings settings;
    private final KafkaComponent component;
    private final AsyncProducer producer;
    private final Set<String> topics = ConcurrentHashMap.newKeySet();

    LetterProducer(CamelContext camel, ClientSettings settings, Cluster cluster, Egress egress) throws Exception {
        Allowed.check(egress, cluster.brokers());
        this.settings = settings;
        this.component = new KafkaComponent(camel);
        component.setKafkaClientFactory(new LetterClients(settings));
        component.start();
        KafkaEndpoint endpoint = (KafkaEndpoint) component.createEndpoint(ANY);
        endpoint.getConfiguration().setKeySerializer(ByteArraySerializer.class.getName());
        endpoint.getConfiguration().setValueSerializer(ByteArraySerializer.class.getName());
        endpoint.getConfiguration().setUseIterator(false);
        endpoint.getConfiguration().setRecordMetadata(false);
        endpoint.start();
        this.producer = endpoint.createAsyncProducer();
        producer.start();
    }

    /** Sends a letter; may wait for the brokers. */
    void send(String topic, Letter letter, Consumer<Optional<String>> done) throws Exception {
        make(topic);
        Exchange exchange = producer.getEndpoint().createExchange();
        Message message = exchange.getMessage();
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        if (letter.event() instanceof RecordEvent event) {
            message.setBody(event.record().value());
            message.setHeader(KafkaConstants.KEY, event.record().key());
            message.setHeader(
                    LetterHeaders.CARRIED, LetterHeaders.carried(event.record().headers(), letter.headers()));
        } else {
            message.setBody(letter.event().body());
            message.setHeader(LetterHeaders.CARRIED, LetterHeaders.carried(told(letter.event()), letter.headers()));
        }
        producer.process(
                exchange,
                doneSync ->
                        done.accept(Optional.ofNullable(exchange.getException()).map(Trouble::said)));
    }

    /** What the function is told of an event of another source. */
    private static List<Header> told(Event event) {
        HttpHeaders headers = new DefaultHttpHeaders();
        event.describe(headers);
        return headers.entries().stream()
                .<Header>map(header ->
                        new RecordHeader(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** As the brokers make topics: with their own number of partitions and replicas. */
    private void make(String topic) throws InterruptedException, TimeoutException, ExecutionException {
        if (topics.contains(topic)) {
            return;
        }
        Map<String, Object> properties = new HashMap<>(settings.properties());
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
                    .all()
                    .get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        topics.add(topic);
    }

    @Override
    public void close() {
        producer.stop();
        component.stop();
    }
}

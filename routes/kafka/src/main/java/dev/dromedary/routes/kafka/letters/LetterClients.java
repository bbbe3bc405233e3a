package dev.dromedary.routes.kafka.letters;

import dev.dromedary.routes.kafka.cluster.ClientSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.kafka.KafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Gives Camel's component the clients that reach a trigger's cluster. */
final class LetterClients implements KafkaClientFactory {

    private static final int WAIT_MILLIS = 10_000;
    private static final int DELIVERY_MILLIS = 30_000;

    private final ClientSettings settings;

    LetterClients(ClientSettings settings) {
        this.settings = settings;
    }

    @Override
    public Producer<?, ?> getProducer(Properties camels) {
        Map<String, Object> all = new HashMap<>();
        camels.forEach((name, value) -> all.put(name.toString(), value));
        all.putAll(settings.properties());
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "dromedary/letters");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT_MILLIS);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WAIT_MILLIS);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        all.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(LetterHeaders.class));
        all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return new KafkaProducer<>(all);
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties camels) {
        throw new UnsupportedOperationException("Letters are sent");
    }

    @Override
    public String getBrokers(KafkaConfiguration configuration) {
        return settings.properties()
                .get(org.apache.kafka.clients.CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                .toString();
    }
}

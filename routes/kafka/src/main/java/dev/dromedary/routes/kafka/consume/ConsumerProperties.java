package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.kafka.cluster.ClientSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** What a consumer of ours is told. */
public final class ConsumerProperties {

    private static final int RECORDS = 500;
    private static final int BYTES = 8 << 20;
    /** Also how soon partitions are found that are new. */
    private static final int METADATA_MILLIS = 30_000;

    private static final int HEARTBEATS = 10;
    private static final int RECONNECT_MILLIS = 3_000;
    /** Also how often the thread for heartbeats looks whether one is due: ten times a second is most of what an idle consumer takes. */
    private static final int RETRY_MILLIS = 500;

    private static final int REQUEST_MILLIS = 10_000;

    private ConsumerProperties() {}

    /**
     * All of it, for the constructor of a consumer.
     *
     * @param session how long brokers hear nothing of it before they give its partitions to others
     * @param member which member of the group it is, whose partitions wait for it while it starts again; empty: any
     */
    public static Map<String, Object> of(
            ClientSettings settings, Source source, Duration session, Optional<String> member) {
        Map<String, Object> all = new HashMap<>(settings.properties());
        all.put(ConsumerConfig.GROUP_ID_CONFIG, source.group());
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "dromedary/" + source.name());
        member.ifPresent(name -> all.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        all.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(CooperativeStickyAssignor.class));
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES);
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis());
        all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) session.toMillis() / HEARTBEATS);
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        all.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        // Neither to JMX nor to the brokers: a trigger's figures are the engine's.
        all.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        all.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return all;
    }
}

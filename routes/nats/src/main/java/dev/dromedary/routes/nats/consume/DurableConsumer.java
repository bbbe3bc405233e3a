package dev.dromedary.routes.nats.consume;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.ZoneOffset;

/** The consumer of a stream that all copies of the router share, as the trigger wants it. */
record DurableConsumer(JetStreamManagement management, String subject, Source.Stream stream) {

    private static final int MISSING = 10_014;

    /**
     * Makes it, or has it be as it is to be: what the trigger leaves open stays as it is.
     *
     * @throws NotAllowed where there is one that would lose messages
     */
    ConsumerInfo ensure() throws IOException, JetStreamApiException {
        ConsumerInfo found;
        try {
            found = management.getConsumerInfo(stream.name(), stream.durable());
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != MISSING) {
                throw e;
            }
            return management.addOrUpdateConsumer(stream.name(), fresh());
        }
        ConsumerConfiguration now = found.getConsumerConfiguration();
        check(now);
        ConsumerConfiguration.Builder wanted = ConsumerConfiguration.builder(now);
        terms(wanted);
        return isAsWanted(now) ? found : management.addOrUpdateConsumer(stream.name(), wanted.build());
    }

    private ConsumerConfiguration fresh() {
        ConsumerConfiguration.Builder made = ConsumerConfiguration.builder()
                .durable(stream.durable())
                .ackPolicy(AckPolicy.Explicit)
                .maxDeliver(-1);
        switch (stream.terms().start()) {
            case Terms.New fromNow -> made.deliverPolicy(DeliverPolicy.New);
            case Terms.All all -> made.deliverPolicy(DeliverPolicy.All);
            case Terms.At at ->
                made.deliverPolicy(DeliverPolicy.ByStartTime)
                        .startTime(at.time().atZone(ZoneOffset.UTC));
        }
        terms(made);
        return made.build();
    }

    private void terms(ConsumerConfiguration.Builder builder) {
        builder.filterSubject(subject);
        stream.terms().ackWait().ifPresent(builder::ackWait);
        stream.terms().maxAckPending().ifPresent(most -> builder.maxAckPending((long) most));
    }

    private boolean isAsWanted(ConsumerConfiguration now) {
        return subject.equals(now.getFilterSubject())
                && stream.terms()
                        .ackWait()
                        .map(wait -> wait.equals(now.getAckWait()))
                        .orElse(true)
                && stream.terms()
                        .maxAckPending()
                        .map(most -> most == now.getMaxAckPending())
                        .orElse(true);
    }

    private void check(ConsumerConfiguration now) {
        String which = "The consumer " + stream.durable() + " of the stream " + stream.name();
        if (now.getDeliverSubject() != null) {
            throw new NotAllowed(which + " pushes its messages: name another in spec.jetStream.durable, or remove it");
        }
        if (now.getAckPolicy() != AckPolicy.Explicit) {
            throw new NotAllowed(which + " does not wait for each message's acknowledgement: name another in"
                    + " spec.jetStream.durable, or remove it");
        }
        if (now.getMaxDeliver() > 0) {
            throw new NotAllowed(which + " gives a message up after " + now.getMaxDeliver()
                    + " deliveries: set its max_deliver to -1, or name another in spec.jetStream.durable");
        }
    }
}

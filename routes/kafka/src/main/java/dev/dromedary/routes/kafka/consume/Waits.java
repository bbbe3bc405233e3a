package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kafka.park.Parked;
import java.util.Optional;

/** A reader, as whoever looks at its topics while it is parked knows it. */
record Waits(Reader reader, Source source) implements Parked {

    @Override
    public String group() {
        return source.group();
    }

    @Override
    public Optional<String> topic() {
        return source.topics() instanceof Topics.Named named ? Optional.of(named.topic()) : Optional.empty();
    }

    @Override
    public boolean reads(String topic) {
        return source.topics().include(topic);
    }

    @Override
    public void wake(Known known) {
        reader.wake(known);
    }

    @Override
    public void rouse() {
        reader.rouse();
    }

    @Override
    public void waits() {
        reader.saysParked(new Situation.Waiting());
    }

    @Override
    public void failed(Throwable failure) {
        reader.saysParked(Trouble.of(failure));
    }

    @Override
    public void unfit(String why) {
        reader.saysParked(new Situation.Unfit(why));
    }
}

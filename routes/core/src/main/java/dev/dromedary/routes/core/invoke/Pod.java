package dev.dromedary.routes.core.invoke;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod that a function's calls go to, and how many of ours are under way to it. */
final class Pod {

    private final Place place;
    private final AtomicInteger outstanding = new AtomicInteger();

    /**
     * Where it answers.
     *
     * @param address unresolved where it is a name
     * @param http2 whether it speaks HTTP/2 without being asked first, as gRPC servers do
     */
    record Place(InetSocketAddress address, boolean http2) {}

    Pod(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    int outstanding() {
        return outstanding.get();
    }

    void begin() {
        outstanding.incrementAndGet();
    }

    void end() {
        outstanding.decrementAndGet();
    }

    @Override
    public String toString() {
        return place.address().getHostString() + ":" + place.address().getPort();
    }
}

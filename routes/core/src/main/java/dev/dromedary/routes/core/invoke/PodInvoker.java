package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Calls functions over HTTP on the event loop of the caller: bodies stream both ways, connections are kept, the pod with the
 * least under way is taken.
 */
public final class PodInvoker implements Invoker, AutoCloseable {

    private final Loops loops;
    private final Targets targets;
    private final Timeouts timeouts;
    private final DnsAddressResolverGroup names;
    private final Map<EventLoop, Invocation.Way> ways = new HashMap<>();

    /**
     * An invoker.
     *
     * @param slices the EndpointSlices of functions
     * @param functions the Functions, whose time-outs hold
     * @param grace how much longer than a function's own time-out its answer is waited for
     */
    public PodInvoker(DataPath data, Cache slices, Cache functions, Duration grace) {
        this.loops = data.loops();
        this.targets = new Targets(slices, data.measures());
        this.timeouts = new Timeouts(functions, grace);
        this.names = new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelType(loops.datagram()));
        loops.all()
                .forEach(loop ->
                        ways.put(loop, new Invocation.Way(new Hops(loop, loops, names), loop, targets::byName)));
    }

    @Override
    public void invoke(Call call, Reception reception) {
        EventLoop loop = call.caller().loop().orElseGet(loops::next);
        if (loop.inEventLoop()) {
            begin(call, reception, ways.get(loop));
        } else {
            loop.execute(() -> begin(call, reception, ways.get(loop)));
        }
    }

    private void begin(Call call, Reception reception, Invocation.Way way) {
        Optional<Duration> own = timeouts.of(call.function());
        if (own.isEmpty()) {
            InvocationFailed missing = InvocationFailed.missing(call.function());
            call.trace().failed(missing);
            call.trace().ended();
            reception.failed(missing);
            return;
        }
        new Invocation(
                        call,
                        reception,
                        way,
                        targets.of(call.function()),
                        call.patience().response().orElse(own.get()))
                .begin();
    }

    @Override
    public Activity activity(Key function) {
        return targets.activity(function);
    }

    @Override
    public Map<Key, Activity> activities() {
        return targets.activities();
    }

    /** Closes the connections that nobody needs. */
    @Override
    public void close() {
        ways.forEach((loop, way) -> loop.execute(way.hops()::close));
        names.close();
    }
}

package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.invoke.Caller;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop of the data path: the lane, its calls and their answers share a thread. */
final class NettyLoop implements Loop, Caller {

    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final EventLoop loop;

    NettyLoop(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void run(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The router ends: nothing more is delivered", e);
        }
    }

    @Override
    public void after(Duration wait, Runnable task) {
        try {
            var unused = loop.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The router ends: nothing more is delivered", e);
        }
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public Optional<EventLoop> loop() {
        return Optional.of(loop);
    }

    @Override
    public void onGone(Runnable cancel) {}
}

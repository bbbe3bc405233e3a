package dev.dromedary.routes.core.invoke;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What is said to a channel without waiting for what comes of it: a write that fails shows as an exception in the pipeline,
 * and a channel that ends tells its handlers.
 */
public final class Wire {

    /** As often as a channel may ask to have it go out within a turn, until it does. */
    private static final int MOST_FLUSHES = 64;

    private Wire() {}

    /** Writes; it goes out with the next {@link Channel#flush}. */
    public static void write(Channel channel, Object message) {
        var unused = channel.write(message, channel.voidPromise());
    }

    /** Writes, and has it go out. */
    public static void send(Channel channel, Object message) {
        var unused = channel.writeAndFlush(message, channel.voidPromise());
    }

    /**
     * Has what is written on a channel go out at the end of the event loop's turn, with what is written on others: a peer that is
     * woken for each answer by itself costs both sides more than the answer. First in a pipeline, or after TLS. A handler is one
     * channel's own.
     */
    public static ChannelHandler gathering() {
        return new Gathering();
    }

    /** Where there is so much already that its peer must wait, it goes out at once. */
    private static final class Gathering extends FlushConsolidationHandler {

        Gathering() {
            super(MOST_FLUSHES, true);
        }

        @Override
        public void flush(ChannelHandlerContext context) throws Exception {
            if (context.channel().isWritable()) {
                super.flush(context);
            } else {
                context.flush();
            }
        }
    }

    /** Ends the connection. */
    public static void close(Channel channel) {
        var unused = channel.close();
    }

    /** Has something done when a future is done, one way or the other. */
    public static void then(Future<?> future, Consumer<Future<?>> listener) {
        var unused = future.addListener(done -> listener.accept(done));
    }
}

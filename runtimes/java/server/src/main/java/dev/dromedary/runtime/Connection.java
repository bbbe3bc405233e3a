package dev.dromedary.runtime;

import dev.dromedary.runtime.Answer.Whole;
import dev.dromedary.runtime.Head.BadRequest;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;

/** A client's connection: a thread of its own reads requests and answers them, one after the other. */
final class Connection implements Runnable {

    private static final long IDLE = 75_000_000_000L;
    private static final long SLOWEST_HEAD = 30_000_000_000L;

    private final Server server;
    private final Loop loop;
    private final SocketChannel channel;
    private final Input input;
    private final Output output;
    private final String peer;
    private volatile Call call;
    private volatile boolean held;
    private volatile boolean waits = true;
    private boolean said;

    Connection(Server server, Loop loop, SocketChannel channel) {
        this.server = server;
        this.loop = loop;
        this.channel = channel;
        this.input = new Input(channel);
        this.output = new Output(channel);
        this.peer = AccessLog.peer(channel);
    }

    /** What becomes of a connection after its turn in a loop. */
    enum Then {
        WAITS,
        BLOCKS,
        CLOSED
    }

    /** In a loop: serves what has come, if it is whole and the function is known to be quick. */
    Then turn() {
        try {
            if (!input.take()) {
                return Then.CLOSED;
            }
            while (!input.isEmpty()) {
                if (!input.isWhole() || !server.calls().areQuick()) {
                    return Then.BLOCKS;
                }
                if (!next()) {
                    return said ? Then.BLOCKS : Then.CLOSED;
                }
                waits = true;
            }
            return server.isDraining() ? Then.CLOSED : Then.WAITS;
        } catch (IOException e) {
            return Then.CLOSED;
        } catch (Throwable e) {
            System.err.println("dromedary: a connection failed: " + e);
            return Then.CLOSED;
        }
    }

    /** In a thread of its own: serves requests that take longer, until there is none. */
    @Override
    public void run() {
        try {
            while (!said && next()) {
                waits = true;
                if (server.isDraining() && input.isEmpty()) {
                    break;
                }
                if (input.isEmpty() && server.calls().areQuick()) {
                    loop.add(this);
                    return;
                }
            }
        } catch (IOException e) {
            // The client is gone.
        } catch (Throwable e) {
            System.err.println("dromedary: a connection failed: " + e);
        }
        if (said) {
            linger();
        }
        closeAndForget();
    }

    void closeAndForget() {
        close();
        server.closed(this);
    }

    /** Whether there is something to do that needs nothing more of the client. */
    boolean hasWork() {
        return said || !input.isEmpty();
    }

    /** From now on a thread has it, and no other may touch it; or it waits in its loop again. */
    void hold(boolean by) {
        held = by;
    }

    boolean isHeld() {
        return held;
    }

    SocketChannel channel() {
        return channel;
    }

    private boolean next() throws IOException {
        Head head = null;
        try {
            head = input.head();
            if (head == null) {
                return false;
            }
            waits = false;
            if (head.minor() == 1 && head.header("host") == null) {
                throw new BadRequest("There is no Host");
            }
            return serve(head);
        } catch (BadRequest e) {
            return refuse(head, 400, e.getMessage(), Map.of(), false);
        } catch (Refusal e) {
            Map<String, String> more = e.status() == 503 ? Map.of("Retry-After", "1") : Map.of();
            return refuse(head, e.status(), e.getMessage(), more, keepsAlive(head));
        }
    }

    private boolean serve(Head head) throws IOException, BadRequest, Refusal {
        int limit = server.settings().bodyLimit();
        if (head.says("expect", "100-continue") && head.minor() == 1 && Framing.hasBody(head)) {
            try {
                Framing.checkLength(head, limit);
            } catch (Refusal e) {
                return refuse(head, e.status(), e.getMessage(), Map.of(), false);
            }
            output.goOn();
        }
        byte[] body = input.body(head, limit);
        Answer own = server.own(head);
        if (own == null) {
            return server.calls().serve(this, head, body);
        }
        boolean keepAlive = keepsAlive(head);
        output.whole(own, ((Whole) own.body()).bytes(), head, keepAlive);
        return keepAlive;
    }

    private boolean refuse(Head head, int status, String text, Map<String, String> more, boolean keepAlive)
            throws IOException {
        Answer plain = Answer.text(status, text);
        byte[] body = ((Whole) plain.body()).bytes();
        output.whole(new Answer(status, more, plain.type(), plain.body()), body, head, keepAlive);
        said = !keepAlive;
        if (head != null) {
            server.log().line(peer, head, status, body.length);
        }
        return keepAlive;
    }

    /** Answers a call that its own thread does not end. The connection ends with it. */
    void speakFor(Call given, int status, String text) {
        try {
            Answer plain = Answer.text(status, text);
            byte[] body = ((Whole) plain.body()).bytes();
            new Output(channel).whole(plain, body, given.head(), false);
            server.log().line(peer, given.head(), status, body.length);
        } catch (IOException e) {
            // The client is gone.
        }
        close();
    }

    /** Closes the connection if the client has let it lie for too long, or has no request under way and shall get no answer. */
    void sweep(long now) {
        if (call != null) {
            return;
        }
        long last = Math.max(input.since(), output.since());
        boolean mayLeave = waits && server.isDraining() && input.isEmpty();
        if (mayLeave || now - last > (input.isEmpty() ? IDLE : SLOWEST_HEAD)) {
            close();
        }
    }

    /** Whether a request is under way. */
    boolean isBusy() {
        return !waits;
    }

    void begin(Call begun) {
        call = begun;
    }

    void end() {
        call = null;
    }

    /** The call under way; null if there is none. */
    Call call() {
        return call;
    }

    Output output() {
        return output;
    }

    String peer() {
        return peer;
    }

    boolean keepsAlive(Head head) {
        return head != null && head.keepsAlive() && !server.isDraining();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    /** Reads on for a moment: closing while something is unread would take the answer from the client again. */
    private void linger() {
        try {
            channel.shutdownOutput();
            java.nio.ByteBuffer waste = java.nio.ByteBuffer.allocate(8192);
            for (int i = 0; i < 1000 && channel.read(waste.clear()) >= 0; i++) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }
}

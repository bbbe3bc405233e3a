package dev.dromedary.routes.kafka.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dromedary.broker.Listener;
import dev.dromedary.broker.RealKafka;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a copy and the broker, and does to what passes what networks, proxies and brokers do on bad days. It knows of Kafka's
 * protocol which requests are fetches, and how an answer to one looks that has nothing in it.
 */
final class Wire implements AutoCloseable {

    private static final short FETCH = 1;
    private static final int NAME = 8;
    /** The bytes of an answer before its session's id: correlation, tags, throttle time, error. */
    private static final int BEFORE_SESSION = 11;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ServerSocket door;
    private final int broker;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private Fault fault = Fault.NONE;

    /** What is wrong with it. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** Fetches are answered, with nothing in it. */
        STARVED,
        /** Connections by which records come carry nothing, and stay; others work. */
        MUTE,
        /** No connection carries anything, and all stay. */
        FROZEN
    }

    /** Stands before a broker, where it sends the clients of {@link Listener#BEHIND}. */
    Wire(RealKafka kafka) throws IOException {
        String address = kafka.address(Listener.BEHIND);
        this.broker = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        this.door = new ServerSocket(kafka.front(), 0, InetAddress.getByName("localhost"));
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "localhost:" + door.getLocalPort();
    }

    /** From now on this is wrong with it. */
    synchronized void is(Fault now) {
        fault = now;
        notifyAll();
    }

    /** How often the consumers of triggers have asked for records. */
    int asked() {
        return asked.get();
    }

    /** The name of the client, in the head of a request. */
    private static String client(ByteBuffer request) {
        return UTF_8.decode(request.slice(NAME + Short.BYTES, request.getShort(NAME)))
                .toString();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> relay(client));
            } catch (IOException e) {
                cut();
            }
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket next = new Socket("localhost", broker)) {
            client.setTcpNoDelay(true);
            next.setTcpNoDelay(true);
            sockets.add(client);
            Line line = new Line(client, next, ConcurrentHashMap.newKeySet());
            Thread back = Thread.ofVirtual().start(() -> line.carry(this::back, next, client));
            line.carry(this::there, client, next);
            back.join();
        } catch (IOException e) {
            // Whoever is at its end sees that it is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
        }
    }

    private byte[] there(Line line, byte[] request) throws InterruptedException {
        ByteBuffer bytes = ByteBuffer.wrap(request);
        if (bytes.getShort(0) == FETCH) {
            line.fetches().add(bytes.getInt(4));
            if (client(bytes).startsWith("dromedary/default/")) {
                asked.incrementAndGet();
            }
        }
        pass(line);
        return request;
    }

    private byte[] back(Line line, byte[] answer) throws InterruptedException {
        pass(line);
        boolean fetched = line.fetches().contains(ByteBuffer.wrap(answer).getInt(0));
        return fetched && starves() ? empty(answer) : answer;
    }

    /** Waits until something may pass. */
    private synchronized void pass(Line line) throws InterruptedException {
        while (fault == Fault.FROZEN || (fault == Fault.MUTE && !line.fetches().isEmpty())) {
            wait();
        }
    }

    /** Whether nothing is to come; it takes as long to say so as brokers take who have nothing. */
    private synchronized boolean starves() throws InterruptedException {
        long end = System.nanoTime() + PAUSE.toNanos();
        for (long left = PAUSE.toMillis();
                fault == Fault.STARVED && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return fault == Fault.STARVED;
    }

    /** Of the same request and the same session of fetches, but without topics. */
    private static byte[] empty(byte[] answer) {
        ByteBuffer from = ByteBuffer.wrap(answer);
        ByteBuffer empty = ByteBuffer.allocate(BEFORE_SESSION + Integer.BYTES + 2);
        empty.putInt(from.getInt(0));
        empty.putInt(BEFORE_SESSION, from.getInt(BEFORE_SESSION));
        // No topics, in an array whose length is written with one more; and no tags.
        empty.put(BEFORE_SESSION + Integer.BYTES, (byte) 1);
        return empty.array();
    }

    /** Ends all connections, and takes none any more. */
    void cut() {
        is(Fault.NONE);
        try {
            door.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            // It is gone already.
        }
    }

    @Override
    public void close() {
        cut();
    }

    /** What is done to a request or an answer on its way. */
    private interface Step {
        byte[] take(Line line, byte[] message) throws InterruptedException;
    }

    /**
     * A connection.
     *
     * @param fetches the numbers of the fetches that it has carried
     */
    private record Line(Socket client, Socket next, Set<Integer> fetches) {

        /** As long as both ends are there. */
        void carry(Step step, Socket from, Socket to) {
            try (client;
                    next;
                    DataInputStream in = new DataInputStream(from.getInputStream());
                    DataOutputStream out = new DataOutputStream(to.getOutputStream())) {
                while (true) {
                    byte[] message = in.readNBytes(in.readInt());
                    byte[] taken = step.take(this, message);
                    out.write(ByteBuffer.allocate(Integer.BYTES + taken.length)
                            .putInt(taken.length)
                            .put(taken)
                            .array());
                }
            } catch (IOException e) {
                // One of them has gone.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

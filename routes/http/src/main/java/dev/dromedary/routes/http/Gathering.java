package dev.dromedary.routes.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A body that is wanted whole before its request goes on: copied together, so that one that is sent in crumbs takes no more
 * memory than its length.
 */
final class Gathering {

    private static final int FIRST = 1024;

    private final Budget budget;
    private final int most;
    private final Gathered then;
    private final ByteBuf bytes;
    private long taken;

    /** What came of it: one of these is called, once. */
    interface Gathered {

        /**
         * All of it is there.
         *
         * @param body kept by {@code retain}
         */
        void whole(ByteBuf body);

        /** It is longer than that. */
        void tooLong();

        /** Too many others are gathered at this moment. */
        void noRoom();

        /** The rest of it will not come. */
        void broken();
    }

    /**
     * Nothing gathered yet.
     *
     * @param most bytes
     */
    Gathering(ByteBufAllocator from, Budget budget, int most, Gathered then) {
        this.budget = budget;
        this.most = most;
        this.then = then;
        this.bytes = from.buffer(Math.min(FIRST, most));
    }

    /** Adds a part, which is used up; says whether there was place for it. Where there was none, {@code then} knows. */
    boolean add(ByteBuf part) {
        int length = part.readableBytes();
        boolean fits = length <= most - bytes.readableBytes();
        boolean room = fits && makeRoom(length);
        if (room) {
            bytes.writeBytes(part);
        }
        part.release();
        if (!fits) {
            then.tooLong();
        } else if (!room) {
            then.noRoom();
        }
        return room;
    }

    /** The buffer doubles as it grows. */
    private boolean makeRoom(int length) {
        int needed = bytes.readableBytes() + length;
        if (needed <= taken) {
            return true;
        }
        long more = Math.max(needed, Math.min(most, 2L * needed)) - taken;
        if (!budget.take(more)) {
            return false;
        }
        taken += more;
        bytes.ensureWritable(length);
        return true;
    }

    /** What was gathered, the caller's to release. */
    ByteBuf bytes() {
        return bytes;
    }

    Gathered then() {
        return then;
    }

    /** Others may have the room. */
    void letGo() {
        budget.give(taken);
        taken = 0;
    }
}

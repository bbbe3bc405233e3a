package dev.dromedary.routes.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Reads along before Netty's decoder, which takes folded lines, white space where none belongs, and sizes of chunks with
 * something after them: what is not HTTP/1.1 by the letter (RFC 9112) goes no further, and neither does what follows it.
 */
final class Grammar extends ChannelInboundHandlerAdapter {

    /** The decoder refuses what is longer. */
    private static final int LONGEST = 128 * 1024;

    private Stage stage = Stage.REQUEST;
    private final HeadLines head = new HeadLines();
    /** A line of which the end has not come; {@code null}: none. */
    private ByteBuf begun;
    /** Bytes of a body, or of a chunk, that are still to come. */
    private long left;
    /** When a part of a head came of which the rest has not; 0: none has. */
    private long inHeadSince;

    private enum Stage {
        REQUEST,
        HEADER,
        BODY,
        SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        /** The decoder, or the check of the head, refuses it. */
        LEFT_TO_OTHERS,
        BROKEN
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf in) || stage == Stage.LEFT_TO_OTHERS) {
            context.fireChannelRead(message);
            return;
        }
        if (stage == Stage.BROKEN) {
            in.release();
            return;
        }
        int good = in.readerIndex();
        boolean inBody = isInBody();
        while (good < in.writerIndex() && stage != Stage.LEFT_TO_OTHERS) {
            inBody = isInBody();
            int next = next(in, good);
            if (next < 0) {
                stage = Stage.BROKEN;
                break;
            }
            good = next;
        }
        if (stage == Stage.BROKEN) {
            in.writerIndex(good);
        }
        noteHead();
        context.fireChannelRead(in);
        if (stage == Stage.BROKEN) {
            context.fireChannelRead(mistake(inBody));
        }
    }

    private void noteHead() {
        boolean inHead = stage == Stage.HEADER || (stage == Stage.REQUEST && begun != null);
        if (!inHead) {
            inHeadSince = 0;
        } else if (inHeadSince == 0) {
            inHeadSince = System.nanoTime();
        }
    }

    /** Whether a part of a request's head has come, and the rest has not. */
    boolean isInHead() {
        return inHeadSince != 0;
    }

    /** Whether the rest of a head has been waited for so long. */
    boolean isInHead(long now, long nanos) {
        return isInHead() && now - inHeadSince > nanos;
    }

    private boolean isInBody() {
        return stage != Stage.REQUEST && stage != Stage.HEADER;
    }

    /** Takes a line, or a part of a body; where what follows it begins, -1: it is wrong. */
    private int next(ByteBuf in, int from) {
        if (left > 0) {
            int taken = (int) Math.min(left, in.writerIndex() - from);
            left -= taken;
            if (left == 0) {
                stage = stage == Stage.CHUNK ? Stage.CHUNK_END : Stage.REQUEST;
            }
            return from + taken;
        }
        int end = in.indexOf(from, in.writerIndex(), (byte) '\n');
        if (end < 0) {
            begin(in, from, in.writerIndex());
            return in.writerIndex();
        }
        if (begun == null) {
            return line(in, from, end) ? end + 1 : -1;
        }
        begin(in, from, end + 1);
        ByteBuf whole = begun;
        begun = null;
        return line(whole, 0, whole.writerIndex() - 1) ? end + 1 : -1;
    }

    private void begin(ByteBuf in, int from, int to) {
        begun = begun == null ? Unpooled.buffer(to - from) : begun;
        begun.writeBytes(in, from, to - from);
        if (begun.writerIndex() > LONGEST) {
            stage = Stage.LEFT_TO_OTHERS;
        }
    }

    /**
     * Takes a line.
     *
     * @param end where its LF stands
     */
    private boolean line(ByteBuf in, int from, int end) {
        int to = end - 1;
        if (to < from || in.getByte(to) != '\r') {
            return false;
        }
        return switch (stage) {
            // An empty line too many before it is nothing (RFC 9112, 2.2).
            case REQUEST -> to == from || begins(in, from, to);
            case HEADER -> to == from ? ends() : head.header(in, from, to);
            case SIZE -> size(in, from, to);
            case CHUNK_END -> {
                stage = Stage.SIZE;
                yield to == from;
            }
            case TRAILER -> {
                stage = to == from ? Stage.REQUEST : Stage.TRAILER;
                yield to == from || HeadLines.isField(in, from, to);
            }
            default -> true;
        };
    }

    private boolean begins(ByteBuf in, int from, int to) {
        stage = Stage.HEADER;
        head.clear();
        return HeadLines.isRequest(in, from, to);
    }

    private boolean ends() {
        left = head.length();
        if (head.isOdd()) {
            stage = Stage.LEFT_TO_OTHERS;
        } else if (head.isChunked()) {
            stage = Stage.SIZE;
        } else {
            stage = left > 0 ? Stage.BODY : Stage.REQUEST;
        }
        return !head.isChunked() || head.length() < 0;
    }

    private boolean size(ByteBuf in, int from, int to) {
        int at = from;
        long size = 0;
        while (at < to && Character.digit(in.getByte(at), 16) >= 0) {
            size = size * 16 + Character.digit(in.getByte(at), 16);
            if (size > Integer.MAX_VALUE) {
                return false;
            }
            at++;
        }
        left = size;
        stage = size == 0 ? Stage.TRAILER : Stage.CHUNK;
        return at > from && (at == to || in.getByte(at) == ';') && HeadLines.isText(in, at, to);
    }

    /** What the decoder says itself where it cannot go on. */
    private static HttpObject mistake(boolean inBody) {
        HttpObject mistake = inBody
                ? new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER)
                : new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        mistake.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("Not by RFC 9112")));
        return mistake;
    }
}

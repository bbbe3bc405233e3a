package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.FunctionAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;

/** What a call looks like on a connection: how its body is framed, whatever its headers said before. */
final class Requests {

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private Requests() {}

    /**
     * The whole request, where the body is at hand; its head, where the body is a stream.
     *
     * @param http2 for a connection of HTTP/2
     */
    static HttpRequest first(Call call, boolean http2) {
        HttpHeaders headers = call.headers();
        ofTheHop(call, http2);
        return switch (call.body()) {
            case Call.None none -> {
                if (WITH_BODY.contains(call.method())) {
                    headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
                }
                yield whole(call, Unpooled.EMPTY_BUFFER);
            }
            case Call.Bytes bytes -> {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes.bytes().length);
                yield whole(call, Unpooled.wrappedBuffer(bytes.bytes()));
            }
            case Call.Upgrade upgrade -> {
                headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
                headers.set(HttpHeaderNames.UPGRADE, upgrade.protocol());
                yield whole(call, Unpooled.EMPTY_BUFFER);
            }
            case Call.Stream stream -> head(call, stream);
        };
    }

    private static void ofTheHop(Call call, boolean http2) {
        call.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        if (http2) {
            // gRPC's servers answer nobody who does not say so.
            call.headers().set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
        if (!call.headers().contains(HttpHeaderNames.HOST)) {
            // An event that came by no host: the function's own.
            FunctionAddress address = new FunctionAddress(call.function(), FunctionAddress.DEFAULT_PORT);
            call.headers().set(HttpHeaderNames.HOST, address.host());
        }
    }

    private static HttpRequest head(Call call, Call.Stream stream) {
        if (stream.length() < 0) {
            call.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else {
            call.headers().set(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(stream.length()));
        }
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, call.method(), call.uri(), call.headers());
    }

    private static HttpRequest whole(Call call, ByteBuf body) {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, call.method(), call.uri(), body, call.headers(), EmptyHttpHeaders.INSTANCE);
    }
}

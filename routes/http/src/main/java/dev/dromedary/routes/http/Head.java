package dev.dromedary.routes.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** What the head of a request says, as it came: its headers are altered on their way to the function. */
final class Head {

    private final HttpRequest request;
    private final Place place;
    private final String origin;
    private final long length;
    private final boolean bodyless;
    private final boolean keepAlive;

    Head(HttpRequest request) {
        boolean chunked = HttpUtil.isTransferEncodingChunked(request);
        this.request = request;
        this.place = Place.of(request);
        this.origin = request.headers().get(HttpHeaderNames.ORIGIN);
        this.length = chunked ? -1 : HttpUtil.getContentLength(request, -1L);
        this.bodyless = !chunked && length <= 0;
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    HttpRequest request() {
        return request;
    }

    Place place() {
        return place;
    }

    /** The page it comes from, for CORS; {@code null}: it says none. */
    String origin() {
        return origin;
    }

    /** The body's length, in bytes; -1: unknown until it ends, or there is none. */
    long length() {
        return length;
    }

    boolean isBodyless() {
        return bodyless;
    }

    /** Whether the client waits to be told that its body is wanted. */
    boolean asksFirst() {
        return HttpUtil.is100ContinueExpected(request);
    }

    /** Whether the client would send another request by the same connection. */
    boolean isKeptAlive() {
        return keepAlive;
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    boolean isHttp10() {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }
}

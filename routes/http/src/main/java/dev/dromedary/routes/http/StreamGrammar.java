package dev.dromedary.routes.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads along before a stream of HTTP/2 becomes a request as HTTP/1.1 has it, in which a name, a value or a length could mean
 * another thing: what is malformed by the letter (RFC 9113, 8.1.1) ends its stream, and nothing of it goes further.
 */
final class StreamGrammar extends ChannelInboundHandlerAdapter {

    private static final Set<AsciiString> SCHEMES = Set.of(AsciiString.cached("http"), AsciiString.cached("https"));
    private static final Set<AsciiString> OF_A_REQUEST = Set.of(
            PseudoHeaderName.METHOD.value(),
            PseudoHeaderName.SCHEME.value(),
            PseudoHeaderName.AUTHORITY.value(),
            PseudoHeaderName.PATH.value());

    /** What is about one connection of HTTP/1.1, and keys of WebSocket's first drafts, which some take for eight bytes of a body. */
    private static final Set<AsciiString> OF_HTTP1 = Set.of(
            HttpHeaderNames.CONNECTION,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.TRANSFER_ENCODING,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.SEC_WEBSOCKET_KEY1);

    private boolean begun;
    private boolean broken;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!broken && message instanceof Http2HeadersFrame head) {
            broken = !(begun ? isGood(head.headers()) : isRequest(head.headers()));
            begun = true;
            if (broken) {
                Http2.reset(context.channel(), Http2Error.PROTOCOL_ERROR);
            }
        }
        if (broken) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean isRequest(Http2Headers headers) {
        for (AsciiString name : OF_A_REQUEST) {
            if (headers.getAll(name).size() > 1) {
                return false;
            }
        }
        if (!isGood(headers) || !isAddressed(headers)) {
            return false;
        }
        withoutSecondHost(headers);
        return true;
    }

    /** Method, scheme, authority and path (RFC 9113, 8.3.1); for CONNECT, the authority alone (8.5). */
    private static boolean isAddressed(Http2Headers headers) {
        CharSequence method = headers.method();
        CharSequence path = headers.path();
        CharSequence scheme = headers.scheme();
        CharSequence authority = headers.authority();
        if (method == null || !HeadLines.isToken(method) || (authority != null && authority.isEmpty())) {
            return false;
        }
        if (HttpMethod.CONNECT.asciiName().contentEquals(method)) {
            return path == null && scheme == null && authority != null;
        }
        return path != null
                && isPath(path)
                && scheme != null
                && SCHEMES.contains(AsciiString.of(scheme).toLowerCase());
    }

    private static boolean isPath(CharSequence path) {
        return !path.isEmpty()
                && (path.charAt(0) == '/' || AsciiString.contentEquals(path, "*"))
                && AsciiString.indexOf(path, ' ', 0) < 0
                && AsciiString.indexOf(path, '\t', 0) < 0;
    }

    /** One that says the same as the authority says nothing; another one is left, and refused. */
    private static void withoutSecondHost(Http2Headers headers) {
        List<CharSequence> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() == 1 && AsciiString.contentEqualsIgnoreCase(hosts.getFirst(), headers.authority())) {
            headers.remove(HttpHeaderNames.HOST);
        }
    }

    private boolean isGood(Http2Headers headers) {
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            AsciiString name = AsciiString.of(field.getKey());
            boolean known = PseudoHeaderName.hasPseudoHeaderFormat(name)
                    ? !begun && OF_A_REQUEST.contains(name)
                    : isName(name) && !isOfHttp1(name, field.getValue());
            if (!known || !isValue(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(AsciiString name) {
        for (int i = 0; i < name.length(); i++) {
            if (AsciiString.isUpperCase(name.charAt(i))) {
                return false;
            }
        }
        return HeadLines.isToken(name);
    }

    private static boolean isOfHttp1(AsciiString name, CharSequence value) {
        return OF_HTTP1.contains(name)
                || (HttpHeaderNames.TE.equals(name) && !HttpHeaderValues.TRAILERS.contentEqualsIgnoreCase(value));
    }

    private static boolean isValue(CharSequence value) {
        return value.isEmpty()
                || (!HeadLines.isBlank(value.charAt(0))
                        && !HeadLines.isBlank(value.charAt(value.length() - 1))
                        && HeadLines.isText(value));
    }
}

package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.invoke.Call;
import dev.dromedary.routes.core.invoke.Patience;
import dev.dromedary.routes.core.invoke.Tracing;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes an attempt a {@link Call}: an event's own body, or a batch. */
final class ToCall implements Processor {

    private static final String AGENT = "dromedary-router";

    private final Tracing tracing;

    ToCall(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public void process(Exchange exchange) {
        Pass pass = exchange.getProperty(Steps.PASS, Pass.class);
        exchange.getMessage().setBody(pass.delivery().batching().isOn() ? batch(pass) : single(pass));
    }

    private Call single(Pass pass) {
        Event event = pass.wanted().get(0).event();
        HttpHeaders headers = new DefaultHttpHeaders();
        event.called();
        event.describe(headers);
        byte[] body = event.body();
        boolean bare = body.length == 0 && event.method().equals(HttpMethod.GET);
        return call(pass, event.method(), headers, bare ? Call.None.NONE : Call.Bytes.shared(body));
    }

    private Call batch(Pass pass) {
        Batch batch = Batch.of(pass.wanted().stream().map(Item::event).toList());
        return call(pass, HttpMethod.POST, batch.headers(), batch.body());
    }

    private Call call(Pass pass, HttpMethod method, HttpHeaders headers, Call.Body body) {
        headers.set(HttpHeaderNames.USER_AGENT, AGENT);
        Patience patience = pass.delivery().timeout().isEmpty()
                ? Patience.DEFAULT
                : new Patience(pass.delivery().timeout(), Patience.DEFAULT.idle(), Patience.DEFAULT.ready());
        return new Call(
                pass.function(),
                method,
                "/",
                headers,
                body,
                pass.caller(),
                patience,
                tracing.tick(
                        pass.trigger().key(),
                        pass.function(),
                        pass.wanted().get(0).event().id()));
    }
}

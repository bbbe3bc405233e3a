package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import java.net.InetSocketAddress;

/** The trace of what nobody traces. */
final class NoTrace implements Trace {

    @Override
    public void goes(Key trigger, Key function, String route) {}

    @Override
    public void waits() {}

    @Override
    public void hop(Call call, InetSocketAddress pod, boolean http2) {}

    @Override
    public void answered(int status) {}

    @Override
    public void failed(InvocationFailed because) {}

    @Override
    public void ended() {}

    @Override
    public Trace aside() {
        return this;
    }

    @Override
    public void over(int status, boolean gone) {}
}

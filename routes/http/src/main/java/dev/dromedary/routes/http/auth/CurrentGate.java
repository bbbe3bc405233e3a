package dev.dromedary.routes.http.auth;

import java.util.Optional;
import java.util.function.Function;

/** The gate of a trigger, whose plan may change while requests come: a changed plan closes one gate and opens another. */
public final class CurrentGate implements AutoCloseable {

    private static final Gate SHUT = new OpenGate(Refusals.UNAVAILABLE);

    private final Function<AuthPlan, Gate> open;
    private volatile Opened now = new Opened(Optional.empty(), SHUT);
    private boolean closed;

    private record Opened(Optional<AuthPlan> plan, Gate gate) {}

    /**
     * None opened yet.
     *
     * @param open opens one, such as {@code plan -> gates.open(plan, namespace, changed)}
     */
    public CurrentGate(Function<AuthPlan, Gate> open) {
        this.open = open;
    }

    /** The gate for a plan; the same one as long as the plan is equal. Once closed it lets in nobody. */
    public Gate of(AuthPlan plan) {
        Opened last = now;
        return last.plan().filter(plan::equals).isPresent() ? last.gate() : changed(plan);
    }

    /** What keeps callers out now, as {@link Gate#trouble} says it. */
    public Optional<String> trouble() {
        return now.gate().trouble();
    }

    private synchronized Gate changed(AuthPlan plan) {
        if (closed || now.plan().filter(plan::equals).isPresent()) {
            return now.gate();
        }
        Gate before = now.gate();
        now = new Opened(Optional.of(plan), open.apply(plan));
        before.close();
        return now.gate();
    }

    @Override
    public synchronized void close() {
        closed = true;
        now.gate().close();
        now = new Opened(Optional.empty(), SHUT);
    }
}

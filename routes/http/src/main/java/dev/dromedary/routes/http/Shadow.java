package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.invoke.Answer;
import dev.dromedary.routes.core.invoke.Call;
import dev.dromedary.routes.core.invoke.Caller;
import dev.dromedary.routes.core.invoke.InvocationFailed;
import dev.dromedary.routes.core.invoke.Invoker;
import dev.dromedary.routes.http.rules.Rules;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands copies of requests to another function, and drops its answers. Nobody waits for it, and what goes wrong there is its
 * own. A request whose body is longer than can be kept is not copied.
 */
final class Shadow {

    private static final int LONGEST_BODY = 1 << 20;
    private static final int ALL = 100;

    private static final Invoker.Reception NOBODY = new Invoker.Reception() {
        @Override
        public void answered(Answer answer) {
            answer.discard();
        }

        @Override
        public void failed(InvocationFailed because) {}
    };

    private final Invoker invoker;

    Shadow(Invoker invoker) {
        this.invoker = invoker;
    }

    /** Copies a call, if it is one that the shadow gets. */
    void copy(Visit visit, Call call) {
        Optional<Rules.Share> shadow = visit.journey().plan().rules().shadow();
        if (shadow.isEmpty()
                || ThreadLocalRandom.current().nextInt(ALL) >= shadow.get().percent()) {
            return;
        }
        Key function = shadow.get().function();
        Call copy = new Call(
                function,
                call.method(),
                call.uri(),
                call.headers().copy(),
                Call.None.NONE,
                Caller.PATIENT,
                call.patience(),
                call.trace().aside());
        switch (call.body()) {
            case Call.None none -> invoker.invoke(copy, NOBODY);
            case Call.Stream stream ->
                visit.body().keep(LONGEST_BODY, bytes -> invoker.invoke(copy.with(new Call.Bytes(bytes)), NOBODY));
            // A conversation has two sides; a copy of one of them is none.
            default -> {}
        }
    }
}

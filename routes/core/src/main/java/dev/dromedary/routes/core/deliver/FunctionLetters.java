package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.invoke.Answer;
import dev.dromedary.routes.core.invoke.Call;
import dev.dromedary.routes.core.invoke.Caller;
import dev.dromedary.routes.core.invoke.InvocationFailed;
import dev.dromedary.routes.core.invoke.Invoker;
import dev.dromedary.routes.core.invoke.Patience;
import dev.dromedary.routes.core.invoke.Trace;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands dead letters to a function of the trigger's namespace: kept is what it answers with success. */
public final class FunctionLetters implements Letters {

    private final Invoker invoker;

    public FunctionLetters(Invoker invoker) {
        this.invoker = invoker;
    }

    @Override
    public void keep(Letter letter, LetterTarget target, Consumer<Optional<String>> done) {
        LetterTarget.Function function = (LetterTarget.Function) target;
        HttpHeaders headers = new DefaultHttpHeaders();
        letter.event().describe(headers);
        letter.headers().forEach(headers::set);
        Call call = new Call(
                new Key(letter.trigger().key().namespace(), function.name()),
                HttpMethod.POST,
                "/",
                headers,
                Call.Bytes.shared(letter.event().body()),
                Caller.PATIENT,
                Patience.DEFAULT,
                Trace.NONE);
        invoker.invoke(call, new Kept(done));
    }

    private record Kept(Consumer<Optional<String>> done) implements Invoker.Reception {

        @Override
        public void answered(Answer answer) {
            answer.discard();
            done.accept(
                    answer.isSuccess()
                            ? Optional.empty()
                            : Optional.of("The dead-letter function answered "
                                    + answer.status().code()));
        }

        @Override
        public void failed(InvocationFailed because) {
            done.accept(Optional.of(because.getMessage()));
        }
    }
}

package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One call on its way: to which pod, by which connection, until when. A pod that takes no connection is passed over for the
 * next; once the call may have reached a pod it is sent again only where that does no harm, and never after the answer began.
 */
final class Invocation {

    private static final int MOST_WAITING = 1000;
    private static final int MOST_REPEATS = 2;

    private final Call call;
    private final Invoker.Reception reception;
    private final Way way;
    private final Target target;
    private final Duration response;
    private final Runnable wake = this::wake;
    private final Choice choice;
    private Pod pod;
    private Hop hop;
    private int repeats;
    private final Deadline deadline = new Deadline();
    private final long begun = System.nanoTime();
    private String trouble = "";
    private int status;
    private Stage stage = Stage.CHOOSING;

    /**
     * What it goes by.
     *
     * @param hops the connections of its event loop
     * @param run has something done on that event loop
     * @param byName the pod to take before any is known
     */
    record Way(Hops hops, Executor run, Function<Key, Optional<Pod>> byName) {}

    /**
     * One that has not begun.
     *
     * @param response how long the function may take until it begins to answer
     */
    Invocation(Call call, Invoker.Reception reception, Way way, Target target, Duration response) {
        this.call = call;
        this.reception = reception;
        this.way = way;
        this.target = target;
        this.choice = new Choice(target);
        this.response = response;
    }

    Call call() {
        return call;
    }

    void begin() {
        target.begin();
        way.hops().begun(this);
        call.caller().onGone(this::cancel);
        choose();
    }

    private void choose() {
        stage = Stage.CHOOSING;
        Optional<Pod> least = choice.next();
        if (least.isPresent()) {
            take(least.get());
        } else if (choice.isExhausted()) {
            fail(InvocationFailed.noConnection(target.function(), trouble));
        } else {
            way.byName().apply(target.function()).ifPresentOrElse(this::take, this::await);
        }
    }

    private void await() {
        stage = Stage.WAITING;
        deadline.set(call.patience().ready());
        call.trace().waits();
        if (!target.await(wake, MOST_WAITING)) {
            if (choice.next().isPresent()) {
                choose();
            } else {
                fail(InvocationFailed.crowded(target.function(), MOST_WAITING));
            }
        }
    }

    /** There is a pod; said on any thread. */
    private void wake() {
        way.run().execute(() -> {
            if (stage == Stage.WAITING) {
                choose();
            }
        });
    }

    private void take(Pod chosen) {
        pod = chosen;
        pod.begin();
        boolean http2 = pod.place().http2() || call.isGrpc();
        call.trace().hop(call, pod.place().address(), http2);
        if (http2) {
            stage = Stage.CONNECTING;
            way.hops().stream(pod, this);
            return;
        }
        way.hops().take(pod).ifPresentOrElse(this::connected, () -> {
            stage = Stage.CONNECTING;
            way.hops().connect(pod, this);
        });
    }

    void connected(Hop opened) {
        if (stage == Stage.OVER) {
            opened.close();
            return;
        }
        stage = Stage.SENT;
        hop = opened;
        deadline.set(response);
        hop.carry(this);
    }

    void refused(Throwable because) {
        if (stage != Stage.OVER) {
            trouble = because.getMessage();
            call.trace().failed(InvocationFailed.noConnection(target.function(), trouble));
            choice.pass(leavePod());
            choose();
        }
    }

    private Pod leavePod() {
        Pod left = pod;
        left.end();
        pod = null;
        hop = null;
        return left;
    }

    /** The head of the answer is there. */
    void answered(Answer answer) {
        stage = Stage.ANSWERED;
        status = answer.status().code();
        call.trace().answered(status);
        deadline.set(call.patience().idle());
        reception.answered(answer);
    }

    /** The connection to the pod ended before its answer did. */
    void broken(Optional<AnswerStream> answer) {
        if (stage == Stage.OVER) {
            return;
        }
        InvocationFailed because = InvocationFailed.broken(target.function());
        call.trace().failed(because);
        if (answer.isPresent()) {
            over();
            answer.get().breakOff();
        } else if (call.isSafe() && repeats < MOST_REPEATS) {
            repeats++;
            choice.another(leavePod());
            choose();
        } else {
            fail(because);
        }
    }

    /** The answer is whole. */
    void ended() {
        if (stage != Stage.OVER) {
            over();
        }
    }

    /** A byte went one way or the other. */
    void moved() {
        if (stage == Stage.ANSWERED) {
            deadline.renew();
        }
    }

    boolean isLate(long now) {
        return deadline.isPast(now) && stage != Stage.CONNECTING && stage != Stage.OVER;
    }

    void late() {
        switch (stage) {
            case WAITING -> fail(InvocationFailed.noPod(target.function()));
            case SENT -> fail(InvocationFailed.late(target.function(), response));
            // The connection says so to whoever reads the answer.
            case ANSWERED -> hop.close();
            default -> {}
        }
    }

    /** Nobody waits any more. */
    private void cancel() {
        if (stage == Stage.ANSWERED) {
            call.trace().failed(InvocationFailed.unwanted());
            over();
            hop.close();
        } else if (stage != Stage.OVER) {
            end(InvocationFailed.unwanted());
        }
    }

    private void fail(InvocationFailed because) {
        status = because.status();
        end(because);
    }

    private void end(InvocationFailed because) {
        call.trace().failed(because);
        over();
        if (hop != null) {
            hop.close();
        }
        reception.failed(because);
    }

    private void over() {
        if (stage == Stage.WAITING) {
            target.forget(wake);
        }
        stage = Stage.OVER;
        target.end(status, System.nanoTime() - begun);
        way.hops().ended(this);
        call.trace().ended();
        if (pod != null) {
            pod.end();
        }
    }
}

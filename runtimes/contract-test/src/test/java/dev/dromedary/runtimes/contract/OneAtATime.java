package dev.dromedary.runtimes.contract;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Tests of different runtimes run at the same time, those of one after another: they count what its server counted. */
final class OneAtATime implements InvocationInterceptor {

    private static final Map<String, Lock> LOCKS = new ConcurrentHashMap<>();

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext)
            throws Throwable {
        String runtime = invocationContext.getArguments().getFirst().toString();
        Lock lock = LOCKS.computeIfAbsent(runtime, key -> new ReentrantLock());
        lock.lock();
        try {
            invocation.proceed();
        } finally {
            lock.unlock();
        }
    }
}

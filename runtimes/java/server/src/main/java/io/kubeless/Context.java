package io.kubeless;

/** What the function gets beside the event: what runs it. */
public class Context {

    public final String functionName;
    public final String timeout;
    public final String runtime;
    public final String memoryLimit;

    /**
     * @param functionName the handler's name
     * @param timeout seconds that a call may take
     * @param runtime the runtime string; empty if it is not known
     * @param memoryLimit in Kubernetes' notation; empty if there is none
     */
    public Context(String functionName, String timeout, String runtime, String memoryLimit) {
        this.functionName = functionName;
        this.timeout = timeout;
        this.runtime = runtime;
        this.memoryLimit = memoryLimit;
    }

    public String getFunctionName() {
        return functionName;
    }

    public String getTimeout() {
        return timeout;
    }

    public String getRuntime() {
        return runtime;
    }

    public String getMemoryLimit() {
        return memoryLimit;
    }
}

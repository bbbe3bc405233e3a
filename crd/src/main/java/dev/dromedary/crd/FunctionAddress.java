package dev.dromedary.crd;

/**
 * Where a function answers inside the cluster: its Service.
 *
 * @param key the function's namespace and name; its Service is called the same
 * @param port the Service's port
 */
public record FunctionAddress(Key key, int port) {

    /** The port that Kubeless gives a function which names none. */
    public static final int DEFAULT_PORT = 8080;

    /** The DNS name of the Service, without the cluster's domain, which is not always {@code cluster.local}. */
    public String host() {
        return key.name() + "." + key.namespace() + ".svc";
    }

    /** The URL that a pod in the cluster can call. */
    public String url() {
        return "http://" + host() + ":" + port;
    }
}

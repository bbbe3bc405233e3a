package dev.dromedary.kube;

/**
 * A write that an API server was asked for.
 *
 * @param verb such as {@code patch}
 * @param object such as {@code httptriggers/hello/status}
 * @param code of the answer: of HTTP
 * @param agent who asked
 */
public record Write(String verb, String object, int code, String agent) {

    /** Whether it is about an object of that kind, such as {@code services}. */
    public boolean isOf(String kind) {
        return object.startsWith(kind + "/");
    }
}

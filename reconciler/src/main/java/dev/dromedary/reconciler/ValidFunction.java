package dev.dromedary.reconciler;

import dev.dromedary.crd.FunctionAddress;
import dev.dromedary.crd.FunctionSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.Scope;
import dev.dromedary.reconciler.desired.Autoscaling;
import dev.dromedary.reconciler.desired.PodSettings;
import dev.dromedary.reconciler.desired.ServiceSettings;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Function that can be carried out: read, checked, every part in the form the steps need. {@link FunctionReader} makes
 * it.
 *
 * @param identity which Function object it is
 * @param spec as the user wrote it
 * @param code how the code comes into the pods
 * @param shape what the user set on the Kubernetes objects
 */
public record ValidFunction(Identity identity, FunctionSpec spec, Code code, Shape shape) {

    /**
     * Which Function object.
     *
     * @param labels the Function's own
     * @param annotations the Function's own, without kubectl's notes
     */
    public record Identity(Key key, String uid, Map<String, String> labels, Map<String, String> annotations) {}

    /**
     * What the user wants of the Kubernetes objects around the code.
     *
     * @param service the Service
     * @param serverPort where the server in the pod listens
     * @param settings what is set on the pods
     * @param autoscaling empty: none wanted
     */
    public record Shape(
            ServiceSettings service, int serverPort, PodSettings settings, Optional<Autoscaling> autoscaling) {}

    /** The same function, its code coming into the pods another way. */
    public ValidFunction with(Code other) {
        return new ValidFunction(identity, spec, other, shape);
    }

    /** Namespace and name. */
    public Key key() {
        return identity.key();
    }

    /** The labels of everything that is made for it: its own, and the two that Kubeless sets. */
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(identity.labels());
        labels.putAll(selector());
        return labels;
    }

    /** The two labels that find its pods, always exactly these. */
    public Map<String, String> selector() {
        return selector(key().name());
    }

    /** The two labels that find the pods of a function of this name. */
    static Map<String, String> selector(String name) {
        return Map.of(Scope.CREATED_BY, Scope.KUBELESS, Scope.FUNCTION, name);
    }

    /** Where it answers. */
    public FunctionAddress address() {
        return new FunctionAddress(key(), shape.service().port());
    }

    /** The owner of everything that is made for it: Kubernetes removes that when the Function goes. */
    public OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion("kubeless.io/v1beta1")
                .withKind("Function")
                .withName(key().name())
                .withUid(identity.uid())
                .withController(true)
                .build();
    }
}

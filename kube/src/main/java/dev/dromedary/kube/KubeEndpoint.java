package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One kind to watch. */
final class KubeEndpoint extends DefaultEndpoint {

    /**
     * What to watch and how.
     *
     * @param kind the kind whose keys become exchanges
     * @param related kinds whose changes concern it
     * @param signals what else concerns its objects
     * @param workers how many exchanges may be under way at a time, each on a thread of its own
     */
    record Watch(Kind kind, List<Related> related, List<Signal> signals, int workers) {}

    private final Watch watch;

    KubeEndpoint(String uri, KubeComponent component, Watch watch) {
        super(uri, component);
        this.watch = watch;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        KubeConsumer consumer = new KubeConsumer(this, processor, watch);
        configureConsumer(consumer);
        return consumer;
    }

    /** Routes write through their steps, not through this component. */
    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("kube: is a source only");
    }

    Resources resources() {
        return ((KubeComponent) getComponent()).resources();
    }
}

package dev.dromedary.reconciler;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.Optional;

/**
 * The end of a pass.
 *
 * @param pass all of it
 * @param before the status until now
 * @param now the status from now on
 * @param written whether it had to be written
 */
record StatusChange(Reconciliation pass, Optional<FunctionStatus> before, FunctionStatus now, boolean written)
        implements Announced {

    /** {@code Ready}, as it is now. */
    Condition ready() {
        return Conditions.find(now.conditions(), Condition.READY).orElseThrow();
    }

    /**
     * {@code Ready}, where it or its reason is another than before. That pods are starting is news only where some had been
     * ready: of a new function nobody needs to be told.
     */
    @Override
    public Optional<News> news() {
        return Optional.of(ready())
                .filter(ready -> isNews())
                .map(ready -> new News(regarding(), ready.holds(), ready.reason(), ready.message()));
    }

    private boolean isNews() {
        Optional<String> old = before.flatMap(status -> Conditions.find(status.conditions(), Condition.READY))
                .map(Condition::reason);
        boolean other = old.filter(reason -> reason.equals(ready().reason())).isEmpty();
        boolean starting = ready().reason().equals(Reason.Progressing.name())
                && old.filter(Reason.Ready.name()::equals).isEmpty();
        return written && other && !starting;
    }

    /** The Function, as Events refer to it. */
    private ObjectReference regarding() {
        var metadata = pass.object().getMetadata();
        return new ObjectReferenceBuilder()
                .withApiVersion(pass.object().getApiVersion())
                .withKind(pass.object().getKind())
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .build();
    }
}

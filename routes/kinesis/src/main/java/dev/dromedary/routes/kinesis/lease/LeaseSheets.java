package dev.dromedary.routes.kinesis.lease;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sheets in Kubernetes' own Leases, as an annotation: what a router may do with Leases lets it touch nobody's data. */
public final class LeaseSheets implements Sheets {

    private static final String TEXT = "dromedary.dev/kinesis";
    private static final Map<String, String> LABELS = Map.of("created-by", "kubeless");

    private final KubernetesClient client;

    /** Sheets on that API server. */
    public LeaseSheets(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Sheet read(Key key, Optional<Owner> owner) {
        Lease lease = client.leases()
                .inNamespace(key.namespace())
                .withName(key.name())
                .get();
        return lease == null ? new Sheet(key, "", "", owner) : sheet(lease, key, owner);
    }

    @Override
    public Sheet write(Sheet sheet) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(sheet.key().namespace())
                .withName(sheet.key().name())
                .withLabels(LABELS)
                .addToAnnotations(TEXT, sheet.text())
                .withOwnerReferences(
                        sheet.owner().map(LeaseSheets::reference).map(List::of).orElse(List.of()))
                .withResourceVersion(sheet.version().isEmpty() ? null : sheet.version())
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        try {
            Lease written = sheet.version().isEmpty()
                    ? client.resource(lease).create()
                    : client.resource(lease).update();
            return sheet(written, sheet.key(), sheet.owner());
        } catch (KubernetesClientException e) {
            boolean moved =
                    e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            throw moved ? new Moved() : e;
        }
    }

    private static Sheet sheet(Lease lease, Key key, Optional<Owner> owner) {
        Map<String, String> annotations = lease.getMetadata().getAnnotations();
        String text = annotations == null ? "" : annotations.getOrDefault(TEXT, "");
        return new Sheet(key, lease.getMetadata().getResourceVersion(), text, owner);
    }

    private static OwnerReference reference(Owner owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.trigger().kind().apiVersion())
                .withKind(owner.trigger().kind().name())
                .withName(owner.trigger().key().name())
                .withUid(owner.uid())
                .build();
    }
}

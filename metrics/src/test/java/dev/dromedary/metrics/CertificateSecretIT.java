package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.metrics.CertificateSecret.Served;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CertificateSecretIT {

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();

    @Test
    void theFirstCopyMakesItAndTheOthersTakeIt() {
        create();
        Served first = at(Duration.ZERO).read();
        assertThat(at(Duration.ZERO).read()).isEqualTo(first);
        assertThat(first.bundle()).isEqualTo(first.certificate().certificate());
    }

    @Test
    void longBeforeItEndsItIsMadeAnewAndTheOldOneIsTrustedBesideIt() {
        create();
        Served first = at(Duration.ZERO).read();
        assertThat(at(Duration.ofDays(200)).read()).isEqualTo(first);
        Served second = at(Duration.ofDays(260)).read();
        assertThat(second.certificate()).isNotEqualTo(first.certificate());
        assertThat(second.bundle())
                .isEqualTo(
                        second.certificate().certificate() + first.certificate().certificate());
    }

    @Test
    void withoutTheSecretItSaysWhatToDo() {
        assertThatThrownBy(() -> at(Duration.ZERO).read()).hasMessageContaining("component custom-metrics");
    }

    private void create() {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("certificate")
                        .endMetadata()
                        .build())
                .create();
    }

    private CertificateSecret at(Duration later) {
        return new CertificateSecret(
                client, new Key(namespace, "certificate"), "metrics.x.svc", Clock.offset(Clock.systemUTC(), later));
    }
}

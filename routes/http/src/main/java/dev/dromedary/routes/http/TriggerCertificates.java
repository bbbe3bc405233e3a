package dev.dromedary.routes.http;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.http.tls.Certificates;
import dev.dromedary.routes.http.tls.Claim;
import java.util.Optional;

/** The certificates of the triggers whose routes run, and what they are worth. */
record TriggerCertificates(Certificates certificates) implements Attendant {

    @Override
    public Signal signal() {
        return certificates.signal();
    }

    @Override
    public void begins(HttpPlan plan) {
        changed(plan);
    }

    @Override
    public void changed(HttpPlan plan) {
        claim(plan).ifPresentOrElse(certificates::put, () -> ended(plan.id()));
    }

    @Override
    public void ended(TriggerId id) {
        certificates.remove(id.key());
    }

    private static Optional<Claim> claim(HttpPlan plan) {
        return plan.certificate()
                .map(secret -> new Claim(
                        plan.id().key(), plan.created(), plan.listens().host(), secret));
    }

    @Override
    public Optional<Condition> standing(HttpPlan plan) {
        return plan.certificate().map(secret -> certificates
                .standing(plan.id().key())
                .map(standing -> condition(secret, standing))
                .orElseGet(() -> Attendant.starting(Condition.CERTIFICATE_SHOWN)));
    }

    private static Condition condition(String secret, Certificates.Standing standing) {
        if (standing.trouble().isPresent()) {
            return Condition.of(
                    Condition.CERTIFICATE_SHOWN,
                    false,
                    Reason.CertificateUnfit,
                    standing.trouble().get());
        }
        return Condition.of(
                Condition.CERTIFICATE_SHOWN,
                true,
                Reason.CertificateShown,
                standing.instead()
                        .map(other -> "Clients are shown the certificate of the older HTTPTrigger " + other
                                + " for the same host")
                        .orElse("Clients are shown the certificate in the Secret " + secret));
    }
}

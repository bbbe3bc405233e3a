package dev.dromedary.runtimes.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Certificate authorities that steps trust, as a pod has them where the configuration's {@code ca-bundle} names some. */
final class Bundle {

    private static final String FILE = "bundle.pem";
    private static final List<String> VARIABLES =
            List.of("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS");
    private static final Path OF_THIS_MACHINE = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private Bundle() {}

    /** Puts it into a pod: the variables that name it. */
    static Map<String, String> in(Pod pod, String certificates) {
        return named(pod.with(FILE, certificates));
    }

    /** The same with all that this machine trusts, which may be more than images do; nothing if it has no such file. */
    static Map<String, String> ofThisMachine(Pod pod) {
        return Files.exists(OF_THIS_MACHINE) ? named(pod.with(FILE, OF_THIS_MACHINE)) : Map.of();
    }

    private static Map<String, String> named(Pod pod) {
        String file = Room.CURRENT.volume(pod) + "/" + FILE;
        return VARIABLES.stream().collect(Collectors.toMap(name -> name, name -> file));
    }
}

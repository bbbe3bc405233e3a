package dev.dromedary.routes.nats.server;

import dev.dromedary.crd.Problem;
import dev.dromedary.routes.core.secrets.TlsMaterial;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The installation's own servers, for triggers that name none: as Kubeless' environment variable {@code NATS_URL} says (contract:
 * triggers.md 6), with files that it had not.
 *
 * @param tls entries as a Secret for {@code spec.tls} has them; empty: none
 * @param credentials entries as a Secret for {@code spec.credentials} has them; empty: none
 */
public record Installation(Servers servers, Map<String, byte[]> tls, Map<String, byte[]> credentials) {

    /** Kubeless' address of NATS. */
    private static final String URL = "nats://nats.nats-io.svc.cluster.local:4222";

    /**
     * Reads it, once, at the start: the files that it names too.
     *
     * @param environment the router's variables
     * @throws IllegalArgumentException for what cannot be; the message names the variables, and nothing that is secret
     */
    public static Installation of(Map<String, String> environment) {
        Reader reader = new Reader(environment, new ArrayList<>());
        Installation installation = reader.installation();
        if (!reader.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    reader.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        return installation;
    }

    /** What is secret in it stays in it. */
    @Override
    public String toString() {
        return "Installation[" + servers + "]";
    }

    private record Reader(Map<String, String> environment, List<Problem> problems) {

        Installation installation() {
            Map<String, byte[]> tls = new HashMap<>();
            file("NATS_CACERTS", TlsMaterial.AUTHORITIES, tls);
            file("NATS_CERT", TlsMaterial.CERTIFICATE, tls);
            file("NATS_KEY", TlsMaterial.KEY, tls);
            if (text("NATS_CERT").isEmpty() != text("NATS_KEY").isEmpty()) {
                wrong("NATS_CERT", "and NATS_KEY go together: set both, or none");
            }
            Map<String, byte[]> credentials = new HashMap<>();
            file("NATS_CREDS", Credentials.CREDS, credentials);
            List<Address> addresses = addresses(credentials);
            boolean secured = !tls.isEmpty() || addresses.stream().anyMatch(Address::secured);
            return new Installation(
                    new Servers(
                            "",
                            addresses,
                            secured ? Optional.of(new Servers.Tls(Optional.empty(), false)) : Optional.empty(),
                            Optional.empty(),
                            true),
                    tls,
                    credentials);
        }

        private List<Address> addresses(Map<String, byte[]> credentials) {
            String text = text("NATS_URL").isEmpty() ? URL : text("NATS_URL");
            String[] parts = text.split(",", -1);
            List<Address> addresses = Arrays.stream(parts)
                    .map(String::strip)
                    .map(one -> withoutLogin(one, credentials))
                    .flatMap(one -> Address.of(one).stream())
                    .toList();
            if (addresses.size() != parts.length) {
                wrong("NATS_URL", "must be such as nats://host:4222, or several with commas between them");
            }
            return addresses;
        }

        /** A name and password, or a token, may stand before the host: Kubeless had no other place. */
        private String withoutLogin(String url, Map<String, byte[]> credentials) {
            int from = url.indexOf("://") + 3;
            int at = url.lastIndexOf('@');
            if (from < 3 || at < from || !credentials.isEmpty()) {
                return at < from ? url : url.substring(0, from) + url.substring(at + 1);
            }
            String[] login = url.substring(from, at).split(":", 2);
            if (login.length == 1) {
                credentials.put(Credentials.TOKEN, decoded(login[0]));
            } else {
                credentials.put(Credentials.USERNAME, decoded(login[0]));
                credentials.put(Credentials.PASSWORD, decoded(login[1]));
            }
            return url.substring(0, from) + url.substring(at + 1);
        }

        private byte[] decoded(String text) {
            try {
                return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                wrong("NATS_URL", "has a user or password with a % that is none of a URL's: write it as %25");
                return new byte[0];
            }
        }

        private void file(String name, String entry, Map<String, byte[]> entries) {
            if (!text(name).isEmpty()) {
                try {
                    entries.put(entry, Files.readAllBytes(Path.of(text(name))));
                } catch (IOException e) {
                    wrong(name, "names a file that cannot be read: " + text(name));
                }
            }
        }

        private String text(String name) {
            return environment.getOrDefault(name, "");
        }

        private void wrong(String name, String remedy) {
            problems.add(Problem.configuration(name, remedy));
        }
    }
}

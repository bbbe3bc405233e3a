package dev.dromedary.routes.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With keys as openssl writes them. */
class PemTest {

    @TempDir
    Path folder;

    private byte[] openssl(String arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out.pem");
        Process process = new ProcessBuilder(
                        ("openssl " + arguments.replaceFirst(" ", " -out " + out + " ")).split(" "))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Files.readAllBytes(out);
    }

    @ParameterizedTest
    @CsvSource({
        "genrsa -traditional 2048,                                            RSA, BEGIN RSA PRIVATE KEY",
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048,                RSA, BEGIN PRIVATE KEY",
        "ecparam -genkey -noout -name prime256v1,                             EC,  BEGIN EC PRIVATE KEY",
        "ecparam -genkey -name secp384r1,                                     EC,  BEGIN EC PRIVATE KEY",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521,              EC,  BEGIN PRIVATE KEY",
        "genpkey -algorithm ED25519,                                          EdDSA, BEGIN PRIVATE KEY"
    })
    void everyFormOfAKeyIsRead(String command, String algorithm, String form) throws Exception {
        byte[] pem = openssl(command);
        assertThat(new String(pem, StandardCharsets.US_ASCII)).contains(form);
        assertThat(Pem.key(pem).getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void whatIsNoKeyIsSaidWithoutSayingWhatItIs() {
        assertThatThrownBy(() -> Pem.key("secret text".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("no private key")
                .hasMessageNotContaining("secret text");
    }
}

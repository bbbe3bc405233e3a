package dev.dromedary.routes.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes as other programs wrote them. */
class HashFormTest {

    /** All but the last of {@code open-sesame}, by openssl 3 and by crypt(3) of libxcrypt 4, as which htpasswd writes bcrypt. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$apr1$saltsalt$KlYmbxGi6RFqoNneyFPyH/",
                "$5$saltstring$YMEFb732kZl0jCjPG5sl3fA/cc3yVEA9XjUgdVtTwUD",
                "$6$saltstring$W5umj01Px6Sa6a5RBrDBZa62w9BLKXptWXO07RCAgb1pn7MTi1oEqjBrcBGbSQkgvfVjlyeqiplrfibUzudsX0",
                "$6$rounds=10000$roundsalt$i4QXH0xFaUcW0Op08bUQhPR9veg4GQIXMfp6ipsRFNGk7FhCNHOSaCP/Cy.HrH./.tp0eDe9/6AOK8Tu3M07X0",
                "{SHA}piGucRdTwGb7+i3S1svNik60+fw=",
                "$2y$05$WqVoYwnHbvPuXZ6FI2w2pu/eP3FpMZoboKRH91Mu2uZMVYYVor4pW",
                "$2a$05$WqVoYwnHbvPuXZ6FI2w2pu/eP3FpMZoboKRH91Mu2uZMVYYVor4pW",
                "$2b$05$WqVoYwnHbvPuXZ6FI2w2pu/eP3FpMZoboKRH91Mu2uZMVYYVor4pW"
            })
    void thePasswordOfAHashIsKnownAndNoOther(String hash) {
        PasswordHash read = HashForm.read(hash);
        byte[] password = "open-sesame".getBytes(StandardCharsets.UTF_8);
        assertThat(read.matches(password)).isTrue();
        assertThat(read.matches(password)).as("it is left as it was").isTrue();
        for (String other : new String[] {"open-sesam", "open-sesame ", "Open-sesame", "", "open-sesame\0"}) {
            assertThat(read.matches(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "böb's, $apr1$r31.....$97Ryi1WW6EKRvUPJTntRK/",
        "böb's, $2y$04$abcdefghijklmnopqrstuubahkHBwxwpe5zNXsL.7HJXKz6OtB6p6"
    })
    void passwordsAreBytesOfUtf8(String password, String hash) {
        assertThat(HashForm.read(hash).matches(password.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(HashForm.read(hash).matches(password.getBytes(StandardCharsets.ISO_8859_1)))
                .isFalse();
    }

    /** As everywhere. */
    @Test
    void bcryptLooksAtThe72FirstBytes() {
        PasswordHash hash = HashForm.read("$2b$04$abcdefghijklmnopqrstuuNt.0ah97gHY3F7JC1Z6EXmQc0bQBhIO");
        assertThat(hash.matches("p".repeat(80).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(hash.matches("p".repeat(72).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(hash.matches("p".repeat(71).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "",
                "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
                "rqXexS6ZhobKA",
                "{SSHA}lBQcNCQfaZtNdIKQxm0ZxLQbdUpyYW5kb20=",
                "{SHA}short",
                "{SHA}not base64!",
                "$2y$05$tooshort",
                "$2x$05$WqVoYwnHbvPuXZ6FI2w2puhkCSVyB3c1eBLGnnPzIyT6zB3yWJyN2",
                "$7$salt$hash"
            })
    void whatIsNoneIsRefusedAndNotRepeated(String hash) {
        assertThatThrownBy(() -> HashForm.read(hash))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is in no form that is known: make it by htpasswd -B");
    }

    @Test
    void whatWouldTakeTooLongIsRefused() {
        assertThatThrownBy(() -> HashForm.read("$2y$14$WqVoYwnHbvPuXZ6FI2w2puhkCSVyB3c1eBLGnnPzIyT6zB3yWJyN2"))
                .hasMessage("has the cost 14: at most 13 is computed");
        assertThatThrownBy(() -> HashForm.read("$6$rounds=999999999$salt$" + "a".repeat(86)))
                .hasMessage("has the number of rounds 999999999: at most 1000000 is computed");
    }
}

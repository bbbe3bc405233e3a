package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class RequestCheckTest {

    /** What it should be, to read; each request's Host is asked, so that it is written out. */
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._~-]*|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

    @Property(tries = 20_000)
    void aHostIsANameOrAnAddressAndPerhapsAPort(
            @ForAll
                    @StringLength(max = 10)
                    @Chars({'a', 'Z', 'g', '0', '9', '.', '_', '~', '-', ':', '[', ']', '@', '/', ' ', '%', 'é'})
                    String host) {
        assertThat(RequestCheck.isHost(host)).isEqualTo(HOST.matcher(host).matches());
    }

    @Property(tries = 20_000)
    void soItIsWhereMostOfItIsRight(
            @ForAll @StringLength(max = 7) @Chars({'a', '0', '9', ':', '[', ']', '.'}) String host) {
        assertThat(RequestCheck.isHost(host)).isEqualTo(HOST.matcher(host).matches());
    }
}

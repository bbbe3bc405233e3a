package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDirectoryTest {

    private final HttpDirectory<String> directory = new HttpDirectory<>();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a.example, /,            a-root",
                "A.Example, /x,           a-root",
                "a.example, /shop,        a-shop",
                "a.example, /shop/,       a-shop",
                "a.example, /shop/cart/1, a-cart",
                "a.example, /shopping,    a-root",
                "b.example, /shop,        -",
                "b.example, /any/thing,   any",
                "-,         /any,         any"
            })
    void theNamedHostAndTheLongestPathWin(String host, String path, String expected) {
        directory.add(HttpAddress.of("a.example", ""), "a-root");
        directory.add(HttpAddress.of("a.example", "shop"), "a-shop");
        directory.add(HttpAddress.of("a.example", "/shop/cart/"), "a-cart");
        directory.add(HttpAddress.of("", "any"), "any");
        assertThat(directory.find(host == null ? "" : host, path).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, /x,   named",
        "cart.example, /x,   wild",
        "a.b.example,  /x,   any",
        "cart.example, /x/y, wild-exact",
        "shop.example, /z,   any",
        "example,      /x,   any"
    })
    void aNamedHostGoesBeforeAWildcardAndThatBeforeAny(String host, String path, String expected) {
        directory.add(HttpAddress.of("", "/"), "any");
        directory.add(HttpAddress.of("*.example", "/x"), "wild");
        directory.add(HttpAddress.of("*.example", "/x/y", true), "wild-exact");
        directory.add(HttpAddress.of("shop.example", "/x"), "named");
        assertThat(directory.find(host, path)).contains(expected);
    }

    @Test
    void removalTakesOnlyOnesOwn() {
        HttpAddress address = HttpAddress.of("a.example", "x");
        directory.add(address, "old");
        directory.add(address, "new");
        directory.remove(address, "old");
        assertThat(directory.find("a.example", "/x")).contains("new");
        directory.remove(address, "new");
        assertThat(directory.find("a.example", "/x")).isEmpty();
    }
}

package dev.dromedary.routes.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that mean something to Camel: the headers of every component that Camel's catalogue knows, and the constants of what
 * is on the class path.
 */
final class CamelNames {

    private static final String CATALOG = "/org/apache/camel/catalog/components";
    private static final Pattern CONSTANTS = Pattern.compile(
            "org/apache/camel/([a-z0-9/]*/)?([A-Za-z0-9]*Constants|Exchange|ExchangePropertyKey)\\.class");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]{2,80}");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private CamelNames() {}

    /** Every name, as Camel writes it. */
    static Set<String> all() throws IOException {
        Set<String> names = new TreeSet<>(List.of("breadcrumbId", "CamelAnything", "Camel", "org.apache.camel.x"));
        ofCatalog(names);
        ofClassPath(names);
        names.removeIf(name -> !NAME.matcher(name).matches());
        return names;
    }

    /** A name, and what a careless reader takes for it. */
    static Stream<String> spellings(String name) {
        String parted = HUMP.matcher(name).replaceAll("-");
        return Stream.of(
                        name,
                        name.toLowerCase(Locale.ROOT),
                        name.toUpperCase(Locale.ROOT),
                        parted,
                        parted.toLowerCase(Locale.ROOT).replace('-', '_'),
                        name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                .distinct();
    }

    private static void ofCatalog(Set<String> names) throws IOException {
        ObjectMapper json = new ObjectMapper();
        String[] components = text(CATALOG + ".properties").strip().split("\n", -1);
        for (String component : components) {
            json.readTree(text(CATALOG + "/" + component.strip() + ".json"))
                    .path("headers")
                    .fieldNames()
                    .forEachRemaining(names::add);
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = CamelNames.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void ofClassPath(Set<String> names) throws IOException {
        for (URL root : Collections.list(CamelNames.class.getClassLoader().getResources("org/apache/camel"))) {
            if (root.openConnection() instanceof JarURLConnection jar) {
                try (JarFile file = new JarFile(jar.getJarFile().getName())) {
                    file.stream()
                            .map(JarEntry::getName)
                            .filter(entry -> CONSTANTS.matcher(entry).matches())
                            .forEach(entry -> ofClass(entry, names));
                }
            }
        }
    }

    private static void ofClass(String entry, Set<String> names) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            Class<?> type = Class.forName(name, false, CamelNames.class.getClassLoader());
            for (Field field : type.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                    names.add((String) field.get(null));
                } else if (field.isEnumConstant()) {
                    names.add(((org.apache.camel.ExchangePropertyKey) field.get(null)).getName());
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read the constants of " + name, e);
        }
    }
}

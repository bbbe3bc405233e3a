package dev.dromedary.runtimes.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** .NET's: NuGet's second API, as its old client speaks it. There are no lock files: a version that is named is locked. */
record NuGetPackaging() implements Packaging {

    private static final String PACKAGES = "http://schemas.microsoft.com/packaging/2010/07/manifest";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static final String TYPES = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static final String DATA = "http://schemas.microsoft.com/ado/2007/08/dataservices";
    private static final Map<String, byte[]> ARCHIVES = Map.of(OLDER, archive(OLDER), NEWER, archive(NEWER));

    @Override
    public Map<String, byte[]> published(String address) {
        Map<String, byte[]> files = new HashMap<>();
        String registry = "https://" + address;
        files.put("/", Archives.utf8("<service/>"));
        ARCHIVES.forEach((version, archive) -> {
            files.put("/package/" + version, archive);
            String entry = entry(version, registry, "xmlns=\"http://www.w3.org/2005/Atom\"");
            files.put("/Packages(Id='greeting',Version='" + version + "')", Archives.utf8(entry));
        });
        // What it asks for is the newest.
        String feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>greeting</id><title>greeting</title>"
                + "<updated>2026-01-01T00:00:00Z</updated>" + entry(NEWER, registry, "") + "</feed>";
        files.put("/FindPackagesById()", Archives.utf8(feed));
        return files;
    }

    private static String entry(String version, String registry, String namespace) {
        return """
                <entry %s xmlns:d="%s" xmlns:m="%s/metadata">
                  <id>%s/Packages(Id='greeting',Version='%s')</id><title>greeting</title>
                  <updated>2026-01-01T00:00:00Z</updated><author><name>ours</name></author>
                  <content type="application/zip" src="%s/package/%s"/>
                  <m:properties>
                    <d:Version>%s</d:Version><d:IsLatestVersion m:type="Edm.Boolean">%s</d:IsLatestVersion>
                    <d:PackageHash>%s</d:PackageHash><d:PackageHashAlgorithm>SHA512</d:PackageHashAlgorithm>
                  </m:properties>
                </entry>
                """
                .formatted(
                        namespace,
                        DATA,
                        DATA,
                        registry,
                        version,
                        registry,
                        version,
                        version,
                        version.equals(NEWER),
                        Digests.base64("SHA-512", ARCHIVES.get(version)));
    }

    @Override
    public Map<String, String> function(Wish wish, String address) {
        String version =
                switch (wish) {
                    case ANY, PRIVATE -> "";
                    case LOCKED -> " Version=\"" + OLDER + "\"";
                    case UNFIT -> " Version=\"3.0.0\"";
                };
        Map<String, String> files = new HashMap<>();
        files.put(
                "function.cs",
                """
                using Kubeless.Functions;

                public class function
                {
                    public object greet(Event e, Context c) { return Greeting.Text(); }
                }
                """);
        String item = "<ItemGroup><PackageReference Include=\"greeting\"" + version + " /></ItemGroup>";
        files.put("project.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">" + item + "</Project>\n");
        if (wish == Wish.PRIVATE) {
            files.put("nuget.config", settings("https://" + address + "/"));
        }
        return files;
    }

    private static String settings(String source) {
        return """
                <configuration>
                  <packageSources><add key="ours" value="%s" /></packageSources>
                  <packageSourceCredentials>
                    <ours><add key="Username" value="reader" /><add key="ClearTextPassword" value="hidden" /></ours>
                  </packageSourceCredentials>
                </configuration>
                """
                .formatted(source);
    }

    @Override
    public Map<String, String> registry(String address) {
        return Map.of("NUGET_SOURCE", "https://" + address + "/");
    }

    /** Who asks is nuget.config's to say. */
    @Override
    public Map<String, String> privateRegistry(String address) {
        return Map.of();
    }

    @Override
    public String complaint() {
        return "Unable to find version '3.0.0' of package 'greeting'";
    }

    private static byte[] archive(String version) {
        String relation = "<Relationship Type=\"" + PACKAGES + "\" Target=\"/greeting.nuspec\" Id=\"R1\"/>";
        String about = "<id>greeting</id><version>" + version
                + "</version><authors>ours</authors><description>text</description>";
        try (InputStream library =
                NuGetPackaging.class.getResourceAsStream("/packages/nuget/" + version + "/greeting.dll")) {
            return Archives.zipped(Map.of(
                    "[Content_Types].xml",
                    Archives.utf8("<Types xmlns=\"" + TYPES + "\">" + type("rels") + type("nuspec") + type("dll")
                            + "</Types>"),
                    "_rels/.rels",
                    Archives.utf8("<Relationships xmlns=\"" + RELATIONS + "\">" + relation + "</Relationships>"),
                    "greeting.nuspec",
                    Archives.utf8("<package><metadata>" + about + "</metadata></package>"),
                    "lib/netstandard2.0/greeting.dll",
                    library.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String extension) {
        String type = extension.equals("rels") ? "vnd.openxmlformats-package.relationships+xml" : "octet";
        return "<Default Extension=\"" + extension + "\" ContentType=\"application/" + type + "\"/>";
    }
}

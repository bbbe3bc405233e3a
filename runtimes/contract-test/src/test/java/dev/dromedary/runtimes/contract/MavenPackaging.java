package dev.dromedary.runtimes.contract;

import java.util.HashMap;
import java.util.Map;

/** Java's: a repository of Maven's. There are no lock files: a version that is named in full is locked. */
record MavenPackaging() implements Packaging {

    private static final String FOLDER = "/maven/dev/dromedary/greeting/";
    private static final String SOURCE =
            """
            package io.kubeless;

            public class function {
                public String greet(Event event, Context context) throws java.io.IOException {
                    try (var text = function.class.getResourceAsStream("/greeting.txt")) {
                        return new String(text.readAllBytes());
                    }
                }
            }
            """;
    private static final String SETTINGS =
            """
            <settings>
              <servers><server>
                <id>ours</id><username>${env.MAVEN_USER}</username><password>${env.MAVEN_PASSWORD}</password>
              </server></servers>
              <mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf><url>${env.MAVEN_MIRROR}</url></mirror></mirrors>
            </settings>
            """;

    @Override
    public Map<String, byte[]> published(String address) {
        Map<String, byte[]> files = new HashMap<>();
        for (String version : new String[] {OLDER, NEWER}) {
            String file = FOLDER + version + "/greeting-" + version;
            put(files, file + ".jar", Archives.zip(Map.of("greeting.txt", version)));
            String coordinates = "<groupId>dev.dromedary</groupId><artifactId>greeting</artifactId><version>" + version
                    + "</version>";
            put(
                    files,
                    file + ".pom",
                    Archives.utf8("<project><modelVersion>4.0.0</modelVersion>" + coordinates + "</project>"));
        }
        String versions = "<version>" + OLDER + "</version><version>" + NEWER + "</version>";
        put(
                files,
                FOLDER + "maven-metadata.xml",
                Archives.utf8("<metadata><groupId>dev.dromedary</groupId><artifactId>greeting</artifactId>"
                        + "<versioning><versions>" + versions + "</versions></versioning></metadata>"));
        return files;
    }

    private static void put(Map<String, byte[]> files, String path, byte[] content) {
        files.put(path, content);
        files.put(path + ".sha1", Archives.utf8(Digests.hex("SHA-1", content)));
    }

    @Override
    public Map<String, String> function(Wish wish, String address) {
        String version =
                switch (wish) {
                    case ANY, PRIVATE -> "[1.0.0,)";
                    case LOCKED -> OLDER;
                    case UNFIT -> "[3.0.0]";
                };
        Map<String, String> files = new HashMap<>(Map.of("pom.xml", project(version), "function.java", SOURCE));
        if (wish == Wish.PRIVATE) {
            files.put("settings.xml", SETTINGS);
        }
        return files;
    }

    private static String project(String version) {
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <artifactId>function</artifactId>
                  <version>1.0-SNAPSHOT</version>
                  <parent>
                    <groupId>io.kubeless</groupId><artifactId>kubeless</artifactId><version>1.0-SNAPSHOT</version>
                  </parent>
                  <dependencies>
                    <dependency>
                      <groupId>io.kubeless</groupId><artifactId>params</artifactId><version>1.0-SNAPSHOT</version>
                    </dependency>
                    <dependency>
                      <groupId>dev.dromedary</groupId><artifactId>greeting</artifactId><version>%s</version>
                    </dependency>
                  </dependencies>
                </project>
                """
                .formatted(version);
    }

    @Override
    public Map<String, String> registry(String address) {
        return Map.of("MAVEN_MIRROR", "https://" + address + "/maven");
    }

    /** Who asks is the function's settings.xml to say. */
    @Override
    public Map<String, String> privateRegistry(String address) {
        return Map.of("MAVEN_USER", "reader", "MAVEN_PASSWORD", "hidden");
    }

    @Override
    public String complaint() {
        return "Could not find artifact dev.dromedary:greeting:jar:3.0.0";
    }
}

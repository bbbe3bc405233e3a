package dev.dromedary.runtimes.contract;

import java.util.HashMap;
import java.util.Map;

/** Ruby's: gems, and the compact index that lists them. */
record BundlerPackaging() implements Packaging {

    private static final Map<String, byte[]> GEMS = Map.of(OLDER, gem(OLDER), NEWER, gem(NEWER));

    @Override
    public Map<String, byte[]> published(String address) {
        Map<String, byte[]> files = new HashMap<>();
        GEMS.forEach((version, gem) -> files.put("/gems/greeting-" + version + ".gem", gem));
        byte[] info = Archives.utf8("---\n" + line(OLDER) + line(NEWER));
        files.put("/info/greeting", info);
        String versions = "greeting " + OLDER + "," + NEWER + " " + Digests.hex("MD5", info);
        files.put("/versions", Archives.utf8("created_at: 2026-01-01T00:00:00Z\n---\n" + versions + "\n"));
        return files;
    }

    private static String line(String version) {
        return version + " |checksum:" + Digests.hex("SHA-256", GEMS.get(version)) + "\n";
    }

    @Override
    public Map<String, String> function(Wish wish, String address) {
        Map<String, String> files = new HashMap<>();
        files.put("function.rb", "require 'greeting'\n\ndef greet(event, context)\n  Greeting::TEXT\nend\n");
        String version = wish == Wish.UNFIT ? ", '~> 2.0'" : "";
        files.put("Gemfile", "source 'https://rubygems.org'\ngem 'greeting'" + version + "\n");
        if (wish == Wish.LOCKED || wish == Wish.UNFIT) {
            files.put(
                    "Gemfile.lock",
                    """
                    GEM
                      remote: https://rubygems.org/
                      specs:
                        greeting (1.0.0)

                    PLATFORMS
                      ruby

                    DEPENDENCIES
                      greeting

                    BUNDLED WITH
                       2.3.15
                    """);
        }
        return files;
    }

    @Override
    public Map<String, String> registry(String address) {
        // It would try again, and wait, before it says what is wrong.
        return Map.of("BUNDLE_MIRROR__ALL", "https://" + address, "BUNDLE_RETRY", "0");
    }

    @Override
    public Map<String, String> privateRegistry(String address) {
        return Map.of("BUNDLE_MIRROR__ALL", "https://reader:hidden@" + address);
    }

    @Override
    public String complaint() {
        return "greeting (~> 2.0)";
    }

    private static byte[] gem(String version) {
        String any = "!ruby/object:Gem::Requirement {requirements: [['>=', !ruby/object:Gem::Version {version: '0'}]]}";
        String specification =
                """
                --- !ruby/object:Gem::Specification
                name: greeting
                version: !ruby/object:Gem::Version {version: %s}
                platform: ruby
                authors: [ours]
                dependencies: []
                files: [lib/greeting.rb]
                require_paths: [lib]
                required_ruby_version: %s
                required_rubygems_version: %s
                rubygems_version: 3.3.15
                specification_version: 4
                summary: greeting
                """
                        .formatted(version, any, any);
        byte[] source = Archives.utf8("module Greeting\n  TEXT = '" + version + "'\nend\n");
        return Archives.tar(Map.of(
                "metadata.gz",
                Archives.gzip(Archives.utf8(specification)),
                "data.tar.gz",
                Archives.gzip(Archives.tar(Map.of("lib/greeting.rb", source)))));
    }
}

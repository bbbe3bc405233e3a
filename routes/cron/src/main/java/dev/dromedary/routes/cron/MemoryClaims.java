package dev.dromedary.routes.cron;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Claims of a router that has no other copy: they end with it. */
final class MemoryClaims implements ClaimStore {

    private final Map<Integer, Page> pages = new ConcurrentHashMap<>();

    @Override
    public int pages() {
        return 1;
    }

    @Override
    public Page read(int number) {
        return pages.getOrDefault(number, new Page(number, "", "", Map.of()));
    }

    @Override
    public Page write(Page page) {
        return pages.compute(page.number(), (number, before) -> {
            String version = before == null ? "" : before.version();
            if (!version.equals(page.version())) {
                throw new Moved();
            }
            return new Page(number, next(version), page.holder(), Map.copyOf(page.claims()));
        });
    }

    private static String next(String version) {
        return version.isEmpty() ? "1" : String.valueOf(Long.parseLong(version) + 1);
    }
}

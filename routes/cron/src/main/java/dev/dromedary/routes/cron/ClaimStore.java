package dev.dromedary.routes.cron;

import java.util.Map;

/** Where claims are kept, on a few pages, so that one write claims the ticks of many triggers. */
public interface ClaimStore {

    /**
     * A page as it was read or written.
     *
     * @param version what it has to have still when it is written the next time; empty: there is none yet
     * @param holder the copy of the router that wrote it last; empty: none
     * @param claims by the triggers' uids, each in one line
     */
    record Page(int number, String version, String holder, Map<String, String> claims) {}

    /** How many pages there are: they count from 0. */
    int pages();

    /** A page as it is now; one that is not there is empty. */
    Page read(int number);

    /**
     * Writes a page, if it is still of that version.
     *
     * @return the page with its new version
     * @throws Moved if it is not
     */
    Page write(Page page);

    /** Somebody else has written the page. */
    final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}

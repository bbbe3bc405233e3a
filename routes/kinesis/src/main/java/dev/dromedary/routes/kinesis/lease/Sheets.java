package dev.dromedary.routes.kinesis.lease;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import java.util.Optional;

/** Where copies of the router write down what they agree on. */
public interface Sheets {

    /**
     * A sheet as it was read or written.
     *
     * @param version what it has to have still when it is written the next time; empty: there is none yet
     * @param text what it says; empty: nothing
     * @param owner with which it goes; empty: it stays
     */
    record Sheet(Key key, String version, String text, Optional<Owner> owner) {

        /** The same with another text. */
        public Sheet with(String other) {
            return new Sheet(key, version, other, owner);
        }
    }

    /**
     * The trigger that a sheet is about.
     *
     * @param uid of its object
     */
    record Owner(TriggerId trigger, String uid) {}

    /** A sheet as it is now. */
    Sheet read(Key key, Optional<Owner> owner);

    /**
     * Writes a sheet, if it is still of that version.
     *
     * @return the sheet with its new version
     * @throws Moved if it is not
     */
    Sheet write(Sheet sheet);

    /** Somebody else has written the sheet. */
    final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}

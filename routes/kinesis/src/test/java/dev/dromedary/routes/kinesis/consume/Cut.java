package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.kinesis.lease.Sheets;
import java.util.Optional;

/** The way of one copy to the API server, which can be cut: to the others that copy is dead then. */
final class Cut implements Sheets {

    private final Sheets sheets;
    private volatile boolean off;

    Cut(Sheets sheets) {
        this.sheets = sheets;
    }

    void off() {
        off = true;
    }

    void on() {
        off = false;
    }

    @Override
    public Sheet read(Key key, Optional<Owner> owner) {
        check();
        return sheets.read(key, owner);
    }

    @Override
    public Sheet write(Sheet sheet) {
        check();
        return sheets.write(sheet);
    }

    private void check() {
        if (off) {
            throw new IllegalStateException("the way to the API server is cut");
        }
    }
}

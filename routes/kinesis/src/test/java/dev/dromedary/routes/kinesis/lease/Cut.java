package dev.dromedary.routes.kinesis.lease;

import dev.dromedary.crd.Key;
import java.util.Optional;

/** The way of one copy to the API server, which can be cut: to the others that copy is dead then. */
public final class Cut implements Sheets {

    private final Sheets sheets;
    private volatile boolean off;

    public Cut(Sheets sheets) {
        this.sheets = sheets;
    }

    public void off() {
        off = true;
    }

    public void on() {
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

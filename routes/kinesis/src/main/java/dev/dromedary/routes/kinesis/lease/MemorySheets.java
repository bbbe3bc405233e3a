package dev.dromedary.routes.kinesis.lease;

import dev.dromedary.crd.Key;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sheets without Kubernetes: in memory, for copies within one program. */
public final class MemorySheets implements Sheets {

    private final Map<Key, Sheet> sheets = new ConcurrentHashMap<>();

    @Override
    public Sheet read(Key key, Optional<Owner> owner) {
        return sheets.getOrDefault(key, new Sheet(key, "", "", owner));
    }

    @Override
    public Sheet write(Sheet sheet) {
        return sheets.compute(sheet.key(), (key, there) -> {
            String version = there == null ? "" : there.version();
            if (!version.equals(sheet.version())) {
                throw new Moved();
            }
            long next = version.isEmpty() ? 1 : Long.parseLong(version) + 1;
            return new Sheet(key, Long.toString(next), sheet.text(), sheet.owner());
        });
    }
}

package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.source.SourceReader;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Servers;
import java.util.function.BooleanSupplier;

/**
 * What reads subjects.
 *
 * @param leads whether this copy of the router says for all how far behind they are
 */
public record SubjectReaders(Connections connections, Timing timing, BooleanSupplier leads) {

    /** What makes a reader of a source at these servers. */
    public SourceReader.Opening of(Source source, Servers servers) {
        return (flow, said) -> new SubjectReader(this, source, servers, flow, said);
    }
}

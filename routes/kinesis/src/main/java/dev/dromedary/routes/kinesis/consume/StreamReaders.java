package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.core.source.SourceReader;
import dev.dromedary.routes.kinesis.lease.Members;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.stream.Access;

/**
 * What reads streams.
 *
 * @param sheets where copies of the router agree on who reads what
 * @param members which copies there are
 */
public record StreamReaders(Access.Environment environment, Sheets sheets, Members members, Timing timing) {

    /** What makes a reader of a source. */
    public SourceReader.Opening of(Source source) {
        return (flow, said) -> new StreamReader(this, source, flow, said);
    }
}

package dev.dromedary.e2e;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An event, as a function was told of it that prints {@code event}, its id and its data, a line each time.
 *
 * @param id the event's, which is the same for a repeat
 */
record Told(String id, String data) {

    private static final Pattern EVENT = Pattern.compile("event (\\S+) (\\S+)");

    /** Source in Python, indented for YAML: answers {@code taken}, but fails for the data {@code poison}. */
    static final String FUNCTION =
            """
                def run(event, context):
                    data = event['data'].decode()
                    print('event', event['event-id'], data, flush=True)
                    if data == 'poison':
                        raise ValueError('poison')
                    return 'taken ' + data
            """;

    /** Data, each unlike the others. */
    static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(number -> name + "-" + number).toList();
    }

    /** All that a function was told, in the order in which its pods printed it. */
    static List<Told> of(Cluster cluster, String function) {
        return EVENT.matcher(cluster.logs(function))
                .results()
                .map((MatchResult event) -> new Told(event.group(1), event.group(2)))
                .toList();
    }

    /** The data of all that a function was told. */
    static List<String> data(Cluster cluster, String function) {
        return of(cluster, function).stream().map(Told::data).toList();
    }
}

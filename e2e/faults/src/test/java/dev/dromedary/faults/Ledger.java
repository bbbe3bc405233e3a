package dev.dromedary.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What went through the proxy since it was armed: written by its event loop, read by tests. */
final class Ledger {

    /** It concerns everybody. */
    private static final String CONFIGURATION = "\"name\":\"kubeless-config\"";

    private final List<Entry> writes = new ArrayList<>();
    private final List<String> struck = new ArrayList<>();
    private final Map<String, Integer> events = new TreeMap<>();
    private final List<Entry> calls = new ArrayList<>();

    /** A call at a time, as the proxy heard it. */
    record Entry(Instant time, Call call) {
        @Override
        public String toString() {
            return time + " " + call;
        }
    }

    private String namespace = "";

    /** Counts from here what concerns a namespace; empty: all of them. */
    synchronized void begin(String next) {
        namespace = next;
        writes.clear();
        struck.clear();
        events.clear();
        calls.clear();
    }

    /** Its number among the writes; 0 for what is not counted. */
    synchronized int write(Call call) {
        if (call.isAboutLease() || !call.path().contains(namespace)) {
            return 0;
        }
        Entry entry = new Entry(Instant.now(), call);
        calls.add(entry);
        if (!call.writes()) {
            return 0;
        }
        writes.add(entry);
        return writes.size();
    }

    /** Its number among the events of the kind; 0 for one that is about somebody else. */
    synchronized int event(String plural, String json) {
        boolean concerns = json.contains(namespace) || json.contains(CONFIGURATION);
        return !concerns ? 0 : events.merge(plural, 1, Integer::sum);
    }

    synchronized void struck(String what) {
        struck.add(what);
    }

    /** The writes that were asked for, without those of the Lease. */
    synchronized List<Entry> writes() {
        return List.copyOf(writes);
    }

    /** All calls that were asked for, watches among them, without those about the Lease. */
    synchronized List<Entry> calls() {
        return List.copyOf(calls);
    }

    /** How many watch events of each kind there were; in order, for a seed draws the same only from the same. */
    synchronized Map<String, Integer> events() {
        return Collections.unmodifiableMap(new TreeMap<>(events));
    }

    /** The faults that happened; empty: none, for nothing they wait for came. */
    synchronized List<String> faults() {
        return List.copyOf(struck);
    }

    /** How long ago the last write was asked for. */
    synchronized boolean quietSince(Instant time) {
        return writes.isEmpty() || writes.getLast().time().isBefore(time);
    }
}

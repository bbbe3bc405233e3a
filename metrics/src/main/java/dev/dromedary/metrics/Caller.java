package dev.dromedary.metrics;

import java.util.List;
import java.util.Map;

/** Who asks, as the API server in front of us found out. */
record Caller(String user, List<String> groups, Map<String, List<String>> extra) {}

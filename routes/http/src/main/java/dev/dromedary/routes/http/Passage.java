package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Measures;
import dev.dromedary.routes.http.auth.CurrentGate;

/**
 * What all requests of a trigger pass on their way.
 *
 * @param admission how many at a time, and how often
 * @param gate who may call
 * @param requests where they are counted
 */
record Passage(Admission admission, CurrentGate gate, Measures.Series requests) {}

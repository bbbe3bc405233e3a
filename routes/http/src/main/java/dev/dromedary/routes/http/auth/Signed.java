package dev.dromedary.routes.http.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a request says of its signature.
 *
 * @param algorithm by which it was made
 * @param before what is signed before the body, in ASCII
 * @param time the signed time; empty: none is
 * @param signatures any of them may be the right one
 * @param id the sender's name for the delivery, which is not signed; empty: none
 */
record Signed(Algorithm algorithm, String before, Optional<Instant> time, List<byte[]> signatures, String id) {}

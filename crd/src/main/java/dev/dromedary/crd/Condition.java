package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One statement about an object, in Kubernetes' standard form ({@code metav1.Condition}).
 *
 * @param type what is stated, such as {@code Ready}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason why, from {@link Reason}
 * @param message for a person: what is so, and what to do
 * @param lastTransitionTime RFC 3339: when {@code status} last changed
 * @param observedGeneration the {@code metadata.generation} it speaks of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        String type, String status, String reason, String message, String lastTransitionTime, Long observedGeneration) {

    public static final String READY = "Ready";

    /** The spec could be read and everything in it has an effect; False names what has none. */
    public static final String SPEC_HONOURED = "SpecHonoured";

    /** True: the function runs on another version than its {@code runtime} names. */
    public static final String RUNTIME_SUBSTITUTED = "RuntimeSubstituted";

    /** False: the installation's configuration has a mistake, and an earlier one stays in force. Absent: all is well. */
    public static final String CONFIGURATION_IN_FORCE = "ConfigurationInForce";

    /** Whether the function's image is in the registry; absent where none is to be made. */
    public static final String IMAGE_BUILT = "ImageBuilt";

    /** Whether the cluster's own gateway leads requests to the trigger; absent where the trigger names none. */
    public static final String EXPOSED = "Exposed";

    /** Whether the router can tell who calls the trigger; absent where anybody may. */
    public static final String CALLERS_KNOWN = "CallersKnown";

    /** Whether clients of the router's own listener are shown the trigger's certificate; absent where it names none. */
    public static final String CERTIFICATE_SHOWN = "CertificateShown";

    /** Whether the source of a trigger's events is read. */
    public static final String CONSUMING = "Consuming";

    /** Whether the events of a trigger reach its function, or are kept where they are to be. */
    public static final String DELIVERING = "Delivering";

    /** A condition that has just been found; when it began is filled in by {@link Conditions#since}. */
    public static Condition of(String type, boolean status, Reason reason, String message) {
        return new Condition(type, status ? "True" : "False", reason.name(), message, null, null);
    }

    /** What cannot be told yet. */
    public static Condition unknown(String type, String message) {
        return new Condition(type, "Unknown", Reason.Progressing.name(), message, null, null);
    }

    /** The same of another thing, that rests on this one. */
    public Condition of(String other) {
        return new Condition(other, status, reason, message, null, null);
    }

    /** Whether the status is {@code True}. */
    public boolean holds() {
        return "True".equals(status);
    }
}

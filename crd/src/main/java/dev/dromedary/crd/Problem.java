package dev.dromedary.crd;

/**
 * A user's mistake in an object: not tried again until the object changes.
 *
 * @param field the path of the field, such as {@code spec.handler}
 * @param reason from the closed list
 * @param remedy what is wrong and what to write instead
 */
public record Problem(String field, Reason reason, String remedy) {

    /** A spec that cannot be carried out as it stands. */
    public static Problem invalid(String field, String remedy) {
        return new Problem(field, Reason.InvalidSpec, remedy);
    }

    /** A configuration that cannot be taken over as it stands. */
    public static Problem configuration(String field, String remedy) {
        return new Problem(field, Reason.ConfigurationInvalid, remedy);
    }

    @Override
    public String toString() {
        return field.isEmpty() ? remedy : field + ": " + remedy;
    }
}

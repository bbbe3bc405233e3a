package dev.dromedary.routes.http.auth;

import java.util.Map;

/** Whether a request may go on. */
public sealed interface Verdict extends Outcome {

    /**
     * It may.
     *
     * @param caller who calls, by the name that the plan knows him by; empty: nobody was asked, or the token names nobody
     * @param headers to be set for the function, after {@link CallerHeaders#takeOff}; {@link CallerHeaders#put} does both
     * @param receipt to be told if the request failed nevertheless
     */
    record Allowed(String caller, Map<String, String> headers, Receipt receipt) implements Verdict {

        /** Nobody was asked. */
        static final Allowed ANYBODY = new Allowed("", Map.of(), Receipt.NONE);

        /**
         * One for a caller whom the function is to know by this name.
         *
         * @param name as {@link CallerHeaders#value} gives it
         */
        static Allowed of(String name) {
            return of(name, Receipt.NONE);
        }

        static Allowed of(String name, Receipt receipt) {
            return new Allowed(name, Map.of(CallerHeaders.USER, name), receipt);
        }
    }

    /**
     * It may not.
     *
     * @param status such as 401
     * @param message for whoever called; says nothing secret
     * @param headers to be set on the answer
     */
    record Refused(int status, String message, Map<String, String> headers) implements Verdict {}

    /** What was taken once is not taken again, unless it comes back here. */
    @FunctionalInterface
    interface Receipt {

        /** Nothing was noted. */
        Receipt NONE = () -> {};

        /** The request was not answered with success: its sender may send it again. */
        void forget();
    }
}

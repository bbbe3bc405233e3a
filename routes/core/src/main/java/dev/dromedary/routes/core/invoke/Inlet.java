package dev.dromedary.routes.core.invoke;

/** Where the bytes of a body come from, part by part; never held whole. All calls come on the event loop of the hop. */
public interface Inlet {

    /** Begins to hand them to the outlet; called once. What has come already is handed over before this returns. */
    void into(Outlet outlet);

    /** The outlet, which could take no more, can again. */
    void resume();

    /** Nobody wants what is left. */
    void abandon();
}

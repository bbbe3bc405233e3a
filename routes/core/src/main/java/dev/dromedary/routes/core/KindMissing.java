package dev.dromedary.routes.core;

import dev.dromedary.crd.Kind;

/** The cluster does not know a kind of object that is to stand beside a trigger. */
public final class KindMissing extends RuntimeException {

    private static final long serialVersionUID = 1;

    public KindMissing(Kind kind) {
        super("The cluster does not know " + kind + " (" + kind.apiVersion() + "): install the CRDs of " + kind.group()
                + " (tried again by itself)");
    }
}

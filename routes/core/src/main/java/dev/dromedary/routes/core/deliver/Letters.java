package dev.dromedary.routes.core.deliver;

import java.util.Optional;
import java.util.function.Consumer;

/** Keeps dead letters in targets of one kind. */
public interface Letters {

    /**
     * Keeps a letter; does not wait.
     *
     * @param done told once, on any thread: empty: it is kept, as durably as the target can; else why it is not
     */
    void keep(Letter letter, LetterTarget target, Consumer<Optional<String>> done);
}

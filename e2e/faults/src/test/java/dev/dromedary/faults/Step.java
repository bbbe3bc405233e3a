package dev.dromedary.faults;

/** What somebody does in a namespace. */
@FunctionalInterface
interface Step {

    void in(World world);
}

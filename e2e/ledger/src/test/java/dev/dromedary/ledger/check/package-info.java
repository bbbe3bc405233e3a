/**
 * What was written down of a run, and whether a promise was broken in it: values and functions of them, without I/O. All times are microseconds
 * of one clock.
 */
package dev.dromedary.ledger.check;

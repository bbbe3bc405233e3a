/*
 * The Lease by which the copies elect a leader: Leadership, TimedLock and fabric8's elector, between clocks that differ.
 *
 * A candidate compares its own wall clock with the time that the holder's wall clock wrote, so the clocks must not be further
 * apart than the lease is longer than the time to renew it (15 s - 10 s). The holder goes by its monotonic clock, from the
 * moment before the write (TimedLock). Any copy may be paused for any time between any two steps; time never ends.
 *
 * Proved: at no moment would two copies pass Fence.check. What a copy does after the check, it may do late: what such a write
 * finds is in claim.pml and shard.pml.
 */
#ifndef COPIES
#define COPIES 2
#endif
#define NOBODY COPIES
/* In units of 2.5 s; -DCOARSE: of 5 s. */
#ifdef COARSE
#define UNIT 1
#else
#define UNIT 2
#endif
#define LEASE (3 * UNIT)
#ifdef LONG_RENEW
#define RENEW LEASE
#else
#define RENEW (2 * UNIT)
#endif
/* How far the wall clocks may be apart, to either side. */
#ifdef CLOCKS_APART
#define SKEW (2 * UNIT)
#else
#define SKEW UNIT
#endif
#define LONG_AGO (LEASE + SKEW + 1)
#define NEVER 255

/* The Lease, as the API server has it. */
byte holder = NOBODY;
byte stamp_age = LONG_AGO;           /* time since the moment that it names, */
byte stamp_by;            /* which was named by a clock that was so much ahead */

byte ahead[COPIES];       /* of the slowest clock's time; it may change at any moment: clocks are set */
bool leading[COPIES];     /* Leadership.leading, the field */
byte renewed[COPIES] = LONG_AGO;  /* TimedLock.sinceRenewal */
byte sent[COPIES] = NEVER;  /* time since the write that is under way was made up */
bool current[COPIES];     /* what it read is still what is there */

#define LEADS(c) (leading[c] && renewed[c] < RENEW)

inline later(age) { age = (age < LONG_AGO -> age + 1 : age) }  /* never is never */

inline changed() {
    current[0] = false;
    current[1] = false;
#if COPIES > 2
    current[2] = false;
#endif
}

proctype Copy(byte c) {
    byte by;
    do
    /* LeaderElector reads the Lease, and may take it: its own, nobody's, or one that ran out by this copy's wall clock. */
    :: d_step { current[c] = true };
        if
        :: d_step { holder == c || holder == NOBODY || stamp_age + ahead[c] > LEASE + stamp_by ->
                sent[c] = 0; by = ahead[c] };
            if
            /* The write arrives, at some time: it is refused where somebody wrote since the Lease was read. */
#ifdef NO_FENCE
            :: d_step { true ->
#else
            :: d_step { current[c] ->
#endif
                    holder = c; stamp_age = sent[c]; stamp_by = by; changed() };
                /* And so does the answer, or never. */
                if
                :: d_step {
                        leading[c] = true;
#ifdef COUNT_FROM_ANSWER
                        renewed[c] = 0;
#else
                        renewed[c] = sent[c];
#endif
                        sent[c] = NEVER; by = 0 }
                :: d_step { sent[c] = NEVER; by = 0 }
                fi
            :: d_step { !current[c] -> sent[c] = NEVER; by = 0 }
            /* It never arrives. */
            :: d_step { sent[c] = NEVER; by = 0; current[c] = false }
            fi
        :: d_step { else -> current[c] = false }
        fi
    /* Too late with renewing: the elector ends, and stands again. */
    :: d_step { leading[c] && renewed[c] >= RENEW -> leading[c] = false; renewed[c] = LONG_AGO }
    /* Leadership.close: stops first, then gives the Lease back. */
#ifdef RELEASE_FIRST
    :: d_step { leading[c] && holder == c -> holder = NOBODY; stamp_age = LONG_AGO; stamp_by = 0; changed() };
        d_step { leading[c] = false; renewed[c] = LONG_AGO }
#else
    :: d_step { leading[c] -> leading[c] = false; renewed[c] = LONG_AGO; current[c] = holder == c };
        if
        :: d_step { current[c] -> holder = NOBODY; stamp_age = LONG_AGO; stamp_by = 0; changed() }
        :: d_step { !current[c] -> skip }
        fi
#endif
    od
}

/* Time goes on for all of them; wall clocks are also set, within the bound. */
proctype Time() {
    do
    :: d_step {
            later(stamp_age);
            later(sent[0]); later(renewed[0]);
            later(sent[1]); later(renewed[1]);
#if COPIES > 2
            later(sent[2]); later(renewed[2])
#endif
        }
    :: ahead[0] = 0
    :: ahead[0] = SKEW
    :: ahead[1] = 0
    :: ahead[1] = SKEW
    od
}

proctype Watch() {
end:
    /* SAFE */
    d_step { LEADS(0) && LEADS(1) -> assert(false) }
}

init {
    atomic {
        byte c;
        for (c : 0 .. COPIES - 1) { run Copy(c) }
        c = 0;
        run Time();
        run Watch()
    }
}

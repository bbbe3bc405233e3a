/*
 * A Kinesis shard between two copies of the router: lease and checkpoint in one Kubernetes object.
 *
 * Every write compares the resourceVersion that was read. A copy takes the lease of another when it thinks that it has run out;
 * here it may think so at any moment, TAKEOVERS times, so nothing below rests on clocks: a copy that is paused between its check and its write
 * is just one that writes late. Calls settle out of order, fail FAULTS times, and a copy is killed KILLS times.
 *
 * Proved: the checkpoint never goes back, never passes a record that is not settled, and is never written by one whose lease another has;
 * and it comes to the end of the shard (ltl ends).
 */
#ifndef RECORDS
#define RECORDS 3  /* at most 4 */
#endif
#ifndef TAKEOVERS
#define TAKEOVERS 2
#endif
#ifndef KILLS
#define KILLS 1
#endif
#ifndef FAULTS
#define FAULTS 1
#endif
#define COPIES 2
#define NOBODY COPIES

/* The object, as the API server has it. */
byte holder = NOBODY;
byte checkpoint;            /* records that it says are done with, from the first on; AFTER_SEQUENCE_NUMBER goes on behind them */

bool taken[4];              /* the function took it, or the store of dead letters has it */
byte takeovers = TAKEOVERS, kills = KILLS, faults = FAULTS;

bool holds[COPIES];         /* believes to have the lease */
bool current[COPIES];       /* the resourceVersion that it knows is the present one */
byte known[COPIES];         /* the checkpoint that it knows */
byte read[COPIES];          /* records it has read */
byte settled[COPIES];       /* the tracker's: the first so many are settled */
byte asked[COPIES];         /* a checkpoint on its way; 0: none */
mtype:step = {UNREAD, CALLING, SETTLED};
mtype:step step[8];
#define AT(c, i) (4 * (c) + (i))
byte k;                   /* of loops; 0 between them */

inline changed(c) {
    current[1 - c] = false;
    current[c] = true
}

inline track(c) {
#ifdef COMMIT_EARLY
    settled[c] = read[c];
#else
    do
    :: settled[c] < RECORDS && step[AT(c, settled[c])] == SETTLED -> settled[c] = settled[c] + 1
    :: else -> break
    od;
#endif
    k = 0
}

inline forget(c) {
    for (k : 0 .. RECORDS - 1) { step[AT(c, k)] = UNREAD }
    k = 0;
    holds[c] = false; current[c] = false;
    known[c] = 0; read[c] = 0; settled[c] = 0
}

proctype Passage(byte c; byte i) {
end:
    do
    :: d_step { holds[c] && step[AT(c, i)] == CALLING -> taken[i] = true; step[AT(c, i)] = SETTLED; track(c) }
    /* Taken, but the answer was lost: again. */
    :: d_step { holds[c] && step[AT(c, i)] == CALLING && faults > 0 -> taken[i] = true; faults-- }
    od
}

inline write(c) {
    /* SAFE: nobody writes when another has the lease. */
    assert(holder == c);
    /* SAFE: never back. */
    assert(asked[c] >= checkpoint);
    checkpoint = asked[c];
    /* SAFE: never past what is not settled. */
    assert(checkpoint < 1 || taken[0]);
    assert(checkpoint < 2 || taken[1]);
    assert(checkpoint < 3 || taken[2]);
    assert(checkpoint < 4 || taken[3]);
    changed(c);
    known[c] = checkpoint;
    asked[c] = 0
}

proctype Copy(byte c) {
end:
    do
    /* Takes a lease that is nobody's, or that has run out, as far as it can tell. */
    :: d_step { !holds[c] && asked[c] == 0 && (holder == NOBODY || holder == c || takeovers > 0) ->
            if
            :: holder == 1 - c -> takeovers--
            :: else
            fi;
            holder = c;
            holds[c] = true;
            changed(c);
            known[c] = checkpoint; read[c] = checkpoint; settled[c] = checkpoint;
            for (k : 0 .. RECORDS - 1) { step[AT(c, k)] = (k < checkpoint -> SETTLED : UNREAD) }
            k = 0 }
    :: d_step { holds[c] && read[c] < RECORDS -> step[AT(c, read[c])] = CALLING; read[c] = read[c] + 1;
#ifdef COMMIT_EARLY
            track(c)
#endif
        }
    :: d_step { holds[c] && asked[c] == 0 && settled[c] > known[c] -> asked[c] = settled[c] }
    /* The write arrives. */
#ifdef NO_FENCE
    :: d_step { asked[c] > 0 -> write(c) }
#else
    :: d_step { asked[c] > 0 && current[c] -> write(c) }
    /* Refused: the lease is another's. */
    :: d_step { asked[c] > 0 && !current[c] ->
#ifdef FORCED
            current[c] = true
#else
            asked[c] = 0; forget(c)
#endif
        }
#endif
    /* It hears by itself that the lease is another's; a write that it sent before may be on its way still. */
    :: d_step { holds[c] && holder != c && asked[c] == 0 -> forget(c) }
    /* SIGKILL. The object is not touched by it. A write on its way may arrive, or not. */
    :: d_step { kills > 0 && holds[c] -> kills--; asked[c] = 0; forget(c) }
    od
}

init {
    atomic {
        byte c, i;
        for (i : 0 .. 7) { step[i] = UNREAD }
        for (c : 0 .. COPIES - 1) {
            run Copy(c);
            for (i : 0 .. RECORDS - 1) { run Passage(c, i) }
        }
        c = 0; i = 0
    }
}

ltl ends { <> (checkpoint == RECORDS) }

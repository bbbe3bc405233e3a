/*
 * Cron: whose a tick is (Claims, TickConsumer), between two copies of the router.
 *
 * A tick is claimed in a Kubernetes object by compare-and-swap on its resourceVersion, then fired, then taken off the list of
 * active ones. lease.pml proves that one copy at a time passes Fence.check; here it is believed for nothing more than that moment:
 * a copy may be paused between the check and the write, or between the claim and the call, and do it when another leads.
 * Leadership goes over by HANDOVERS (the leader finishes first), is lost LOSSES times without a word, and the leader is killed KILLS times.
 *
 * Proved: a tick is claimed once, whatever happens; it fires after it was claimed; no oftener than once, and once more for each loss or
 * kill, under the same id; and each tick is fired and taken off the list in the end (ltl ends).
 */
#ifndef TICKS
#define TICKS 2   /* at most 3 */
#endif
#ifndef HANDOVERS
#define HANDOVERS 1
#endif
#ifndef LOSSES
#define LOSSES 1
#endif
#ifndef KILLS
#define KILLS 1
#endif
#define COPIES 2
#define NOBODY COPIES

/* The object, as the API server has it. */
byte last;                /* the newest tick that was claimed; 0: none */
bool open[4];           /* claimed, and not known to be settled */

/* What happened, whoever knows. */
byte claimed[4], fired[4];
byte due;                 /* the newest tick whose time has come */
byte handovers = HANDOVERS, losses = LOSSES, kills = KILLS;
byte excuses;             /* losses and kills so far */

byte leader = NOBODY;     /* who passes Fence.check */
bool anew[COPIES];        /* leads since a moment ago, and has not read the object since */
bool stops[COPIES];       /* begins nothing any more, for it will hand over */

mtype:step = {IDLE, CLAIMING, FIRING, CALLING, SETTLING};
mtype:step step[COPIES] = IDLE;
byte tick[COPIES];        /* the one it is at */
byte seen[COPIES];        /* last, as it read it */
bool resume[8];           /* active, claimed by another and not finished: to be fired again */
bool current[COPIES];     /* what it read is still what is there: its resourceVersion */
byte k;                   /* of loops; 0 between them */
#define AT(c, t) (4 * (c) + (t))
#ifdef RESUME_ONCE
#define ADOPTS(c, t) anew[c]
#else
#define ADOPTS(c, t) ((t) != tick[c])
#endif

inline changed(c) {
    current[1 - c] = false;
    current[c] = true
}

/* Whoever leads goes on with what another has claimed and not finished: when it begins to lead, and whenever it looks again. */
inline read(c) {
    seen[c] = last;
    current[c] = true;
#ifndef NO_RESUME
    for (k : 1 .. TICKS) { resume[AT(c, k)] = leader == c && open[k] && (resume[AT(c, k)] || ADOPTS(c, k)) }
    k = 0
#endif
}

inline done(c) {
    tick[c] = 0;
    step[c] = IDLE
}

inline die(c) {
    for (k : 1 .. TICKS) { resume[AT(c, k)] = false }
    k = 0;
    seen[c] = 0; current[c] = false; anew[c] = false; stops[c] = false;
    done(c);
    leader = (leader == c -> NOBODY : leader)
}

#define FREE(c) (leader == c && !anew[c] && !stops[c] && step[c] == IDLE)

proctype Copy(byte c) {
end:
    do
    /* It leads now: it reads what the one before left. */
    :: d_step { leader == c && anew[c] && step[c] == IDLE ->
            read(c);
            anew[c] = false }
    :: d_step { FREE(c) && resume[AT(c, 1)] -> resume[AT(c, 1)] = false; tick[c] = 1; step[c] = FIRING }
    :: d_step { FREE(c) && resume[AT(c, 2)] -> resume[AT(c, 2)] = false; tick[c] = 2; step[c] = FIRING }
    :: d_step { FREE(c) && resume[AT(c, 3)] -> resume[AT(c, 3)] = false; tick[c] = 3; step[c] = FIRING }
    /* Fence.check, then the claim; between the two it may be paused. */
#ifdef FIRE_FIRST
    :: d_step { FREE(c) && seen[c] < due ->
            tick[c] = seen[c] + 1; seen[c] = tick[c]; claimed[tick[c]] = 1; step[c] = FIRING }
#else
    :: d_step { FREE(c) && seen[c] < due -> tick[c] = seen[c] + 1; step[c] = CLAIMING }
#endif
#ifdef NO_FENCE
    :: d_step { step[c] == CLAIMING ->
#else
    :: d_step { step[c] == CLAIMING && current[c] ->
#endif
            /* SAFE: never claimed twice. */
            assert(claimed[tick[c]] == 0);
            claimed[tick[c]] = claimed[tick[c]] + 1;
            last = tick[c];
            open[tick[c]] = true;
            seen[c] = last;
            changed(c);
            step[c] = FIRING }
    /* Refused: somebody wrote since. It looks again, and nothing is fired. */
    :: d_step { step[c] == CLAIMING && !current[c] ->
#ifdef FORCED
            current[c] = true
#else
            done(c);
            read(c)
#endif
        }
    :: d_step { step[c] == FIRING ->
            /* SAFE: what fires is written down, for the next leader to see. */
            assert(last >= tick[c]);
            fired[tick[c]] = fired[tick[c]] + 1;
            /* SAFE: once, and once more for each loss or kill. */
            assert(fired[tick[c]] <= 1 + excuses);
            step[c] = CALLING }
    :: d_step { step[c] == CALLING -> step[c] = SETTLING }
    :: d_step { step[c] == SETTLING && current[c] -> open[tick[c]] = false; changed(c); done(c) }
    :: d_step { step[c] == SETTLING && !current[c] -> read(c) }
    od
}

/* The Lease. Who was killed comes back at once; who lost it hears so in time, or late. */
proctype Lease() {
end:
    do
    :: d_step { leader == NOBODY && step[0] == IDLE -> leader = 0; anew[0] = true; stops[0] = false }
    :: d_step { leader == NOBODY && step[1] == IDLE -> leader = 1; anew[1] = true; stops[1] = false }
    :: d_step { leader != NOBODY && handovers > 0 && !stops[leader] -> handovers--; stops[leader] = true }
#ifdef NO_DRAIN
    :: d_step { leader != NOBODY && stops[leader] -> stops[leader] = false; leader = NOBODY }
#else
    :: d_step { leader != NOBODY && stops[leader] && step[leader] == IDLE -> stops[leader] = false; leader = NOBODY }
#endif
    :: d_step { leader != NOBODY && losses > 0 -> losses--; excuses++; stops[leader] = false; leader = NOBODY }
    od
}

proctype Killer() {
end:
    do
    :: d_step { kills > 0 && (leader == 0 || step[0] != IDLE) -> kills--; excuses++; die(0) }
    :: d_step { kills > 0 && (leader == 1 || step[1] != IDLE) -> kills--; excuses++; die(1) }
    od
}

proctype Time() {
end:
    do
    :: due < TICKS -> due++
    od
}

init {
    atomic {
        run Copy(0);
        run Copy(1);
        run Lease();
        run Killer();
        run Time()
    }
}

#define FIRED(t) ((t) > TICKS || (fired[t] > 0 && !open[t]))
ltl ends { <> (last == TICKS && FIRED(1) && FIRED(2) && FIRED(3)) }

/*
 * A partition, its group and two copies of the router that read it one after the other: Lane, its tracker, Kafka's Reader.
 *
 * What can go wrong: calls fail, time out and are carried out late; answers get lost; the store of dead letters refuses, or
 * stores and its answer gets lost; a partition is revoked, or lost without a word; a copy is killed, with calls and a commit
 * on the wire. Each of it at any moment, but FAULTS, MOVES and KILLS times in all, so that every run has an end.
 *
 * Proved: the assertions below (SAFE), and that every run comes to where all is taken and committed (ltl ends).
 */
#ifndef EVENTS
#define EVENTS 3  /* at most 4 */
#endif
#ifndef CALLS
#define CALLS 2   /* Delivery.concurrency */
#endif
#ifndef WINDOW
#define WINDOW 2  /* from this many on, Lane.isFull */
#endif
#ifndef TRIES
#define TRIES 2   /* Delivery.attempts */
#endif
#ifndef FAULTS
#define FAULTS 2
#endif
#ifndef MOVES
#define MOVES 1
#endif
#ifndef KILLS
#define KILLS 1
#endif

#define COPIES 2
#define NOBODY COPIES

/* Offsets are not dense: every even one was compacted away, or is a transaction's marker; the last one, too. */
#define OFFSET(i) (2 * (i) + 1)
#define END (2 * EVENTS + 1)
/* Event.key: A B A A */
#define KEY(i) ((i) == 1)

/* What the world knows, whatever becomes of the copies. */
bool delivered[4];   /* the function carried it out, once or more often */
bool lettered[4];    /* the store of dead letters has it */
byte filtered;       /* the one event that Filter keeps back; EVENTS: none */
bool late[4];        /* a call is on its way whose caller does not wait any more */
bool posted[4];      /* -DLETTER_UNACKED: a dead letter is on its way, and nobody waits for the answer */
#define TAKEN(i) ((i) >= EVENTS || delivered[i] || lettered[i] || filtered == (i))

byte faults = FAULTS, moves = MOVES, kills = KILLS;

/*
 * The broker's view of the group. It compares generations; who owns the partition it does not ask. Of a generation only counts
 * whether it is the present one, so that is all that is kept of it.
 */
byte committed, owner;

/* A copy's lane, as long as it believes that it has one. */
mtype:lane = {NONE, HOLDS, DRAINS, LEAVES, FENCED};
mtype:step = {UNREAD, WAITING, CALLING, ANSWERED, LETTERING, STUCK, SETTLED};
mtype:lane lane[COPIES] = NONE;
mtype:step step[8];
byte tries[8];
#define AT(c, i) (4 * (c) + (i))
#define STEP(c, i) step[AT(c, i)]
#define OPEN(c, i) (STEP(c, i) != UNREAD && STEP(c, i) != SETTLED)
#define BUSY(c, i) (STEP(c, i) == CALLING || STEP(c, i) == ANSWERED || STEP(c, i) == LETTERING)
#define OUTSTANDING(c) (OPEN(c, 0) + OPEN(c, 1) + OPEN(c, 2) + OPEN(c, 3))
#define UNDER_WAY(c) (BUSY(c, 0) + BUSY(c, 1) + BUSY(c, 2) + BUSY(c, 3))
#define GOES_ON(c) (lane[c] == HOLDS || lane[c] == DRAINS)

byte position[COPIES];  /* KafkaConsumer.position */
byte settled[COPIES];   /* what can be committed: lane.settled() + 1, or the position where nothing is outstanding */
bool member[COPIES];    /* in the present generation */
byte asked[COPIES];     /* a commit on the wire; 0: none */
bool asked_now[COPIES]; /* in the present generation */
#define HAS_NEWS(c) (asked[c] == 0 && (owner == c -> settled[c] > committed : settled[c] > 0))
bool saw_full[COPIES], paused[COPIES], room[COPIES];
byte k;                   /* of loops; 0 between them */

/* Ordering.KEY: those before it with its key are settled. */
#define AFTER(c, i, j) ((i) <= (j) || KEY(i) != KEY(j) || STEP(c, j) == SETTLED)
#ifdef UNORDERED
#define FIRST_OF_KEY(c, i) true
#else
#define FIRST_OF_KEY(c, i) (AFTER(c, i, 0) && AFTER(c, i, 1) && AFTER(c, i, 2))
#endif
#define IN_ORDER(i, j) ((i) <= (j) || KEY(i) != KEY(j) || TAKEN(j))

/* The tracker: the end of the settled events that have no unsettled one before them. */
inline track(c) {
#ifdef COMMIT_EARLY
    settled[c] = position[c];
#else
    k = 0;
    do
    :: k < EVENTS && STEP(c, k) == SETTLED -> settled[c] = (settled[c] > OFFSET(k) -> settled[c] : OFFSET(k) + 1); k++
#ifdef COMMIT_HIGHEST
    :: k < EVENTS && OPEN(c, k) -> k++
#endif
    :: else -> break
    od;
    if
    :: OUTSTANDING(c) == 0 -> settled[c] = position[c]
    :: else
    fi;
#endif
    k = 0
}

/* Lane settles an event: Watcher.progress, and Watcher.room where it was full. The note of room stays until it is read. */
inline settle(c, i) {
    if
#ifdef LOST_WAKEUP
    :: OUTSTANDING(c) == WINDOW && paused[c] -> room[c] = true
#else
    :: OUTSTANDING(c) == WINDOW -> room[c] = true
#endif
    :: else
    fi;
    STEP(c, i) = SETTLED;
    tries[AT(c, i)] = 0;
    track(c)
}

inline failed(c, i) {
    faults--;
    tries[AT(c, i)] = tries[AT(c, i)] + 1;
#if defined(GIVE_UP)
    STEP(c, i) = (tries[AT(c, i)] == TRIES -> UNREAD : WAITING)
#elif defined(NO_RETRY)
    STEP(c, i) = STUCK
#else
    STEP(c, i) = (tries[AT(c, i)] == TRIES -> LETTERING : WAITING)
#endif
}

/* SAFE: the first time that an event reaches the function, those before it with its key are done with. */
inline carry_out(i) {
    assert(delivered[i] || (IN_ORDER(i, 0) && IN_ORDER(i, 1) && IN_ORDER(i, 2)));
    delivered[i] = true;
    late[i] = false
}

/* Lane.abandon, or the end of the process: what was under way may still be carried out, and nobody hears of it. */
inline forget(c) {
    k = 0;
    do
    :: k < EVENTS ->
        late[k] = !delivered[k] && (late[k] || STEP(c, k) == CALLING);
        STEP(c, k) = UNREAD;
        tries[AT(c, k)] = 0;
        k++
    :: else -> break
    od;
    k = 0;
    saw_full[c] = false; paused[c] = false; room[c] = false;
    position[c] = 0; settled[c] = 0
}

/* One event in one copy's lane: filter -> function:call -> settle. */
proctype Passage(byte c; byte i) {
end:
    do
    :: d_step { lane[c] == HOLDS && STEP(c, i) == WAITING && filtered == i && FIRST_OF_KEY(c, i) -> settle(c, i) }
    :: d_step { lane[c] == HOLDS && STEP(c, i) == WAITING && filtered != i && FIRST_OF_KEY(c, i) && UNDER_WAY(c) < CALLS ->
            STEP(c, i) = CALLING }
    :: d_step { GOES_ON(c) && STEP(c, i) == CALLING -> carry_out(i); STEP(c, i) = ANSWERED }
    :: d_step { GOES_ON(c) && STEP(c, i) == ANSWERED -> settle(c, i) }
    :: d_step { GOES_ON(c) && STEP(c, i) == ANSWERED && faults > 0 -> failed(c, i) }
    /* Refused, or no answer in time: then it is under way still. */
    :: d_step { GOES_ON(c) && STEP(c, i) == CALLING && faults > 0 -> failed(c, i) }
    :: d_step { GOES_ON(c) && STEP(c, i) == CALLING && faults > 0 -> late[i] = !delivered[i]; failed(c, i) }
    /* The dead letter: stored and told so, stored and not told, not stored. The latter two are tried again. */
#ifdef LETTER_UNACKED
    :: d_step { GOES_ON(c) && STEP(c, i) == LETTERING -> posted[i] = true; settle(c, i) }
#else
    :: d_step { GOES_ON(c) && STEP(c, i) == LETTERING -> lettered[i] = true; settle(c, i) }
    :: d_step { GOES_ON(c) && STEP(c, i) == LETTERING && faults > 0 -> lettered[i] = true; faults-- }
    :: d_step { GOES_ON(c) && STEP(c, i) == LETTERING && faults > 0 -> faults-- }
#endif
    od
}

/* What is on the wire to the function, without anybody who waits for it. (What never arrives is a call that was refused.) */
proctype Wire() {
end:
    do
    :: d_step { late[0] -> carry_out(0) }
    :: d_step { late[1] -> carry_out(1) }
    :: d_step { late[2] -> carry_out(2) }
    :: d_step { late[3] -> carry_out(3) }
#ifdef LETTER_UNACKED
    :: d_step { posted[0] -> posted[0] = false; lettered[0] = true } :: d_step { posted[0] -> posted[0] = false }
    :: d_step { posted[1] -> posted[1] = false; lettered[1] = true } :: d_step { posted[1] -> posted[1] = false }
    :: d_step { posted[2] -> posted[2] = false; lettered[2] = true } :: d_step { posted[2] -> posted[2] = false }
    :: d_step { posted[3] -> posted[3] = false; lettered[3] = true } :: d_step { posted[3] -> posted[3] = false }
#endif
    od
}

inline ask(c, what) {
    asked[c] = what;
    asked_now[c] = member[c]
}

/* Every member of the group is one of the new generation; who was put out is not, until it comes back. */
inline begin_generation(back) {
    asked_now[0] = false;
    asked_now[1] = false;
    member[0] = owner == 0 || back == 0 || lane[0] == NONE;
    member[1] = owner == 1 || back == 1 || lane[1] == NONE
}

/* The Reader's thread. */
proctype Consumer(byte c) {
    byte i;
end:
    do
    /* Reads on, and hands over. */
    :: d_step { lane[c] == HOLDS && !paused[c] && !saw_full[c] && position[c] < OFFSET(EVENTS - 1) + 1 ->
            i = position[c] / 2;
            assert(STEP(c, i) == UNREAD);
            STEP(c, i) = WAITING;
            position[c] = OFFSET(i) + 1;
            saw_full[c] = OUTSTANDING(c) >= WINDOW;
            track(c);
            i = 0 }
    :: d_step { lane[c] == HOLDS && !paused[c] && !saw_full[c] && position[c] == OFFSET(EVENTS - 1) + 1 ->
            position[c] = END; track(c) }
    /* Pauses instead of blocking. Between seeing that the lane is full and pausing, it may have got room. */
    :: d_step { lane[c] == HOLDS && saw_full[c] -> saw_full[c] = false; paused[c] = true }
    :: d_step { lane[c] == HOLDS && paused[c] && room[c] -> room[c] = false; paused[c] = false }
    /* The timer: commits what has been settled since. */
    :: d_step { lane[c] == HOLDS && HAS_NEWS(c) -> ask(c, settled[c]) }
    /* onPartitionsRevoked: waits until nothing is under way any more, or no longer; commits what is settled by then. */
    :: d_step { lane[c] == DRAINS && asked[c] == 0 && owner == c ->
            if
            :: HAS_NEWS(c) -> ask(c, settled[c])
            :: else
            fi;
            forget(c);
            lane[c] = LEAVES }
    :: d_step { lane[c] == LEAVES && asked[c] == 0 && owner == c -> lane[c] = NONE; owner = NOBODY }
    /* onPartitionsLost: it hears so when it comes back to the group, which begins a new generation. Nothing is committed. */
    :: d_step { lane[c] != NONE && owner != c ->
            begin_generation(c);
#ifdef COMMIT_AFTER_LOST
            if
            :: asked[c] == 0 && GOES_ON(c) && settled[c] > 0 -> ask(c, settled[c])
            :: else
            fi;
#endif
            forget(c);
            lane[c] = NONE }
    od
}

inline commit(c) {
    if
#ifdef NO_FENCE
    :: true ->
#else
    :: asked_now[c] ->
#endif
        /* SAFE: nobody commits when another has begun. */
        assert(owner == c);
        /* SAFE: a commit never goes back. */
        assert(asked[c] >= committed);
        committed = asked[c];
        /* SAFE: nothing is committed that is neither delivered, nor stored as a dead letter, nor filtered. */
        assert(committed <= OFFSET(0) || TAKEN(0));
        assert(committed <= OFFSET(1) || TAKEN(1));
        assert(committed <= OFFSET(2) || TAKEN(2));
        assert(committed <= OFFSET(3) || TAKEN(3))
    :: else ->
        lane[c] = (owner != c && lane[c] != NONE -> FENCED : lane[c])
    fi;
    asked[c] = 0;
    asked_now[c] = false
}

inline assign(c) {
    owner = c;
    begin_generation(c);
    lane[c] = HOLDS;
#ifdef BEGIN_AT_END
    position[c] = (kills < KILLS -> END : committed);
#else
    position[c] = committed;
#endif
    settled[c] = position[c];
    k = 0;
    do
    :: k < EVENTS && OFFSET(k) < committed -> STEP(c, k) = SETTLED; k++
    :: else -> break
    od;
    k = 0
}

/* The broker: commits, and who has the partition. */
proctype Broker() {
    byte c;
end:
    do
    :: d_step { asked[0] > 0 -> c = 0; commit(c); c = 0 }
    :: d_step { asked[1] > 0 -> c = 1; commit(c); c = 0 }
    /* A new owner, who begins at what is committed. */
    :: d_step { owner == NOBODY && lane[0] == NONE -> c = 0; assign(c); c = 0 }
    :: d_step { owner == NOBODY && lane[1] == NONE -> c = 1; assign(c); c = 0 }
    /* A rebalance asks for it back. */
    :: d_step { owner != NOBODY && lane[owner] == HOLDS && moves > 0 -> moves--; lane[owner] = DRAINS }
    /* The owner was not heard of for too long (paused, cut off): the others are not told to wait for it, nor is it told. */
    :: d_step { owner != NOBODY && lane[owner] != NONE && moves > 0 -> moves--; owner = NOBODY; begin_generation(NOBODY) }
    /* The same of one that was killed. */
    :: d_step { owner != NOBODY && lane[owner] == NONE -> owner = NOBODY; begin_generation(NOBODY) }
    od
}

/* SIGKILL, at any moment; the copy is back at once, and knows nothing. What it had asked for may still arrive. */
proctype Killer() {
end:
    do
    :: d_step { kills > 0 && lane[0] != NONE -> kills--; forget(0); lane[0] = NONE }
    :: d_step { kills > 0 && lane[1] != NONE -> kills--; forget(1); lane[1] = NONE }
    od
}

init {
    atomic {
        k = 0;
        do
        :: k < 8 -> step[k] = UNREAD; k++
        :: else -> break
        od;
        k = 0;
#ifdef FILTERED
        filtered = FILTERED;
#else
        select(filtered : 0 .. EVENTS);
#endif
        assign(0);
        byte c, i;
        for (c : 0 .. COPIES - 1) {
            run Consumer(c);
            for (i : 0 .. EVENTS - 1) {
                run Passage(c, i)
            }
        }
        c = 0; i = 0;
        run Wire();
        run Broker();
        run Killer()
    }
}

#define ALL_TAKEN (TAKEN(0) && TAKEN(1) && TAKEN(2) && TAKEN(3))
/* Under AT_LEAST_ONCE every event is delivered, stored as a dead letter or filtered in the end, and the source is told so. */
ltl ends { <> (ALL_TAKEN && committed == END) }

package dev.dromedary.faults;

/** What goes wrong between the reconciler and the API server. Asked in one thread, in the order of what happens. */
interface Faults {

    /** Nothing goes wrong. */
    Faults NONE = new Faults() {};

    /**
     * What becomes of a request.
     *
     * @param write the how manieth write since the fault was armed, from 1; 0 for reads and the Lease
     */
    default Fate of(Call call, int write) {
        return Fate.FORWARD;
    }

    /**
     * What becomes of a watch event.
     *
     * @param plural the kind that is watched
     * @param event the how manieth event of the kind since the fault was armed, from 1
     */
    default Turn of(String plural, int event) {
        return Turn.PASS;
    }

    /** Both: what the first lets pass, the second decides. */
    default Faults and(Faults second) {
        Faults first = this;
        return new Faults() {
            @Override
            public Fate of(Call call, int write) {
                Fate fate = first.of(call, write);
                return fate.equals(Fate.FORWARD) ? second.of(call, write) : fate;
            }

            @Override
            public Turn of(String plural, int event) {
                Turn turn = first.of(plural, event);
                return turn.equals(Turn.PASS) ? second.of(plural, event) : turn;
            }
        };
    }

    /** One write in a row of writes meets its fate. */
    static Faults atWrite(int number, Fate fate) {
        return new Faults() {
            @Override
            public Fate of(Call call, int write) {
                return write == number ? fate : Fate.FORWARD;
            }
        };
    }

    /** One event of a kind takes its turn. */
    static Faults atEvent(String kind, int number, Turn turn) {
        return new Faults() {
            @Override
            public Turn of(String plural, int event) {
                return plural.equals(kind) && event == number ? turn : Turn.PASS;
            }
        };
    }

    /** Every list is answered out of the past. */
    static Faults staleLists() {
        return new Faults() {
            @Override
            public Fate of(Call call, int write) {
                return call.lists() ? new Fate.Past() : Fate.FORWARD;
            }
        };
    }
}

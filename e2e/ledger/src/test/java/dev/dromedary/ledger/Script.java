package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Answer;
import dev.dromedary.ledger.check.Content;

/**
 * What the function makes of an event: the same in each run of a seed. Of ten thousand events about ten are refused and ten fail each time; some forty fail
 * once, some forty are reset once, four are answered too late once, and one is put off, which holds back all others.
 */
final class Script implements FunctionServer.Answers {

    private static final int OF = 10_000;
    private static final int REFUSED = 10;
    private static final int ALWAYS_FAILED = 20;
    private static final int FAILED = 60;
    private static final int RESET = 100;
    private static final int LATE = 104;
    private static final int PUT_OFF = 105;

    private final long seed;

    Script(long seed) {
        this.seed = seed;
    }

    @Override
    public Answer answer(Content content, int call) {
        int lot = Math.floorMod(mixed(content), OF);
        if (lot < REFUSED) {
            return Answer.REFUSED;
        }
        if (lot < ALWAYS_FAILED) {
            return Answer.FAILED;
        }
        return call > 0 ? Answer.TAKEN : first(lot);
    }

    private static Answer first(int lot) {
        if (lot < FAILED) {
            return Answer.FAILED;
        }
        if (lot < RESET) {
            return Answer.RESET;
        }
        if (lot < LATE) {
            return Answer.LATE;
        }
        return lot < PUT_OFF ? Answer.PUT_OFF : Answer.TAKEN;
    }

    private long mixed(Content content) {
        long mixed = seed + content.crc() * 0x9E3779B97F4A7C15L + content.number() * 0xC2B2AE3D27D4EB4FL;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        return (mixed ^ (mixed >>> 27)) >>> 3;
    }
}

package dev.alize.bench;

import java.util.List;

/**
 * The calls that kills cut off. At a death a request's call is cut off when its partition was the dead instance's, no
 * response to it had committed, and the simulator had received more calls for it than earlier deaths had cut off: a
 * call is cut off once, however often its instance dies before it is made again. Immutable.
 */
final class Cuts {
    private final int[] ofRequests;
    private final int[] atDeaths;

    private Cuts(int[] ofRequests, int[] atDeaths) {
        this.ofRequests = ofRequests;
        this.atDeaths = atDeaths;
    }

    /**
     * Of these deaths.
     *
     * @param deaths in order of time
     */
    static Cuts of(List<Death> deaths, Ledger ledger) {
        int[] ofRequests = new int[ledger.requests()];
        int[] atDeaths = new int[deaths.size()];
        for (int i = 0; i < atDeaths.length; i++) {
            for (int request = 0; request < ofRequests.length; request++) {
                if (deaths.get(i).leftOpen(ledger, request)
                        && deaths.get(i).calls().of(request) > ofRequests[request]) {
                    ofRequests[request]++;
                    atDeaths[i]++;
                }
            }
        }
        return new Cuts(ofRequests, atDeaths);
    }

    /** How often calls of this request were cut off. */
    int of(int request) {
        return ofRequests[request];
    }

    /** How many calls the death with this number, from 0, cut off. */
    int at(int death) {
        return atDeaths[death];
    }

    /** How many calls were cut off altogether. */
    int total() {
        int total = 0;
        for (int cuts : atDeaths) {
            total += cuts;
        }
        return total;
    }
}

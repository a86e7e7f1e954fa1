package dev.alize.gateway;

import dev.alize.control.ShareGossip;
import dev.alize.pacing.Beat;
import dev.alize.pacing.Shares;
import dev.alize.schemas.GroupUse;
import dev.alize.schemas.ShareBeat;
import java.util.HashMap;
import java.util.Map;

/** Puts beats of the pacing into the form in which they travel, and back. */
record Gossip(Shares shares) implements ShareGossip {
    @Override
    public ShareBeat next(long nowNanos) {
        Beat beat = shares.beat(nowNanos);
        Map<String, GroupUse> groups = new HashMap<>();
        beat.groups().forEach((name, use) -> groups.put(name, new GroupUse(use.share(), use.wanted())));
        return new ShareBeat(
                beat.instance(),
                beat.start(),
                beat.number(),
                beat.partitions(),
                beat.allPartitions(),
                groups,
                beat.leaving());
    }

    @Override
    public void returned(long number, long nowNanos) {
        shares.acknowledged(number, nowNanos);
    }

    @Override
    public void heard(ShareBeat beat, long nowNanos) {
        Map<String, Beat.Use> groups = new HashMap<>();
        beat.getGroups()
                .forEach((name, use) -> groups.put(name, new Beat.Use(part(use.getShare()), part(use.getWanted()))));
        int all = Math.max(1, beat.getAllPartitions());
        int owned = Math.clamp(beat.getPartitions(), 0, all);
        shares.heard(
                new Beat(beat.getInstance(), beat.getStart(), beat.getNumber(), owned, all, groups, beat.getLeaving()),
                nowNanos);
    }

    /** Another instance may be of another version: what it says is used as far as it makes sense. */
    private static double part(double share) {
        return share >= 0 ? Math.min(1, share) : 0;
    }
}

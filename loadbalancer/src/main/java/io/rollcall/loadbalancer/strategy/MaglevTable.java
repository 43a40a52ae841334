package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import io.rollcall.loadbalancer.internal.algorithm.Schedule;
import java.util.function.IntPredicate;

/**
 * Maglev hashing (Eisenbud and others, 2016): a table of a prime number of slots, which members fill in turns, each in
 * an order of its own. The larger the table, the more even the shares; a look-up is one read. The turns are those of a
 * {@linkplain Schedule schedule}, so a member has slots by its weight.
 */
final class MaglevTable implements Placement {
    private static final long OTHER = 0x9e3779b97f4a7c15L;

    private final int[] slots;

    private MaglevTable(int[] slots) {
        this.slots = slots;
    }

    /** @param size a prime */
    static MaglevTable of(String[] ids, double[] weights, int size) {
        int[] next = new int[ids.length];
        int[] skip = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            long hash = Hash.of(ids[i]);
            next[i] = Hash.below(hash, size);
            skip[i] = Hash.below(Hash.mix(hash + OTHER), size - 1) + 1;
        }
        int[] slots = new int[size];
        boolean[] taken = new boolean[size];
        int[] round = Schedule.of(weights);
        for (int filled = 0, turn = 0; filled < size; filled++) {
            int member = round[turn];
            turn = turn + 1 < round.length ? turn + 1 : 0;
            int slot = next[member];
            while (taken[slot]) {
                slot = step(slot, skip[member], size);
            }
            taken[slot] = true;
            slots[slot] = member;
            next[member] = step(slot, skip[member], size);
        }
        return new MaglevTable(slots);
    }

    @Override
    public int at(long hash) {
        return slots[Hash.below(hash, slots.length)];
    }

    /**
     * Neighbours in the table are as good as drawn at random, so the slots after a member's own belong to all others.
     */
    @Override
    public int next(long hash, IntPredicate excluded) {
        int first = Hash.below(hash, slots.length);
        for (int step = 0; step < slots.length; step++) {
            int member = slots[(first + step) % slots.length];
            if (!excluded.test(member)) {
                return member;
            }
        }
        return -1;
    }

    private static int step(int slot, int skip, int size) {
        int next = slot + skip;
        return next < size ? next : next - size;
    }
}

package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;

/** The partitions of a finite set into blocks. */
final class SetPartitions {
    private SetPartitions() {}

    /** All partitions of {@code {0..q-1}}; a block is a bit mask of its members. Their number is the Bell number of q. */
    static List<int[]> of(int q) {
        List<int[]> partitions = new ArrayList<>();
        extend(new int[0], 0, q, partitions);
        return partitions;
    }

    /** Puts element {@code next} into each block in turn, then into a block of its own. */
    private static void extend(int[] blocks, int next, int q, List<int[]> partitions) {
        if (next == q) {
            partitions.add(blocks);
            return;
        }
        for (int b = 0; b < blocks.length; b++) {
            int[] joined = blocks.clone();
            joined[b] |= 1 << next;
            extend(joined, next + 1, q, partitions);
        }
        int[] alone = java.util.Arrays.copyOf(blocks, blocks.length + 1);
        alone[blocks.length] = 1 << next;
        extend(alone, next + 1, q, partitions);
    }
}

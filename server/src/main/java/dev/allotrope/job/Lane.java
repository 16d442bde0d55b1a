package dev.allotrope.job;

/// Where jobs run, so that long work never keeps short work waiting.
public enum Lane {
    /// Work that keeps processors busy: as many at once as there are cores.
    BULK("job_bulk"),
    /// Work that mostly waits for others, and must start soon.
    PROMPT("job_prompt"),
    /// Work that waits for receivers outside, who may be slow by intent: it must hold up nothing of ours.
    OUTBOUND("job_outbound");

    final String table;

    Lane(String table) {
        this.table = table;
    }
}

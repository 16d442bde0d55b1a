package dev.allotrope.salesforce.sim.file;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A document (`ContentDocument`) and its versions, oldest first.
public record StoredFile(String id, Instant created, List<FileVersion> versions) {

    public StoredFile {
        versions = List.copyOf(versions);
    }

    public FileVersion latest() {
        return versions.getLast();
    }

    StoredFile with(FileVersion next) {
        List<FileVersion> all = new ArrayList<>(versions);
        all.add(next);
        return new StoredFile(id, created, all);
    }
}

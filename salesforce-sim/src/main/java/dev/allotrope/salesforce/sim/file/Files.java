package dev.allotrope.salesforce.sim.file;

import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The files of one org.
public final class Files {

    private static final String DOCUMENT_PREFIX = "069";
    private static final String VERSION_PREFIX = "068";

    private final SimClock clock;
    private final TreeMap<String, StoredFile> documents = new TreeMap<>();
    private final Map<String, FileVersion> versions = new HashMap<>();
    private long documentCount;
    private long versionCount;

    public Files(SimClock clock) {
        this.clock = clock;
    }

    /// Uploads a new document; answers it with its first version.
    public synchronized StoredFile upload(String name, byte[] content) {
        String id = SalesforceId.of(DOCUMENT_PREFIX, ++documentCount);
        StoredFile document = new StoredFile(id, clock.stamp(), List.of(version(id, 1, name, content)));
        documents.put(id, document);
        return document;
    }

    /// Uploads a new version of a document.
    public synchronized StoredFile replace(String documentId, String name, byte[] content) {
        StoredFile document = document(documentId)
                .orElseThrow(() -> new IllegalArgumentException("there is no document " + documentId));
        int number = document.latest().number() + 1;
        StoredFile replaced = document.with(version(document.id(), number, name, content));
        documents.put(replaced.id(), replaced);
        return replaced;
    }

    /// Deletes a document with its versions and, so, the links to it.
    public synchronized void delete(String documentId) {
        StoredFile document = document(documentId)
                .orElseThrow(() -> new IllegalArgumentException("there is no document " + documentId));
        documents.remove(document.id());
        document.versions().forEach(version -> versions.remove(version.id()));
    }

    /// A document by its id of 15 or 18 characters.
    public synchronized Optional<StoredFile> document(String id) {
        return SalesforceId.normalise(id).map(documents::get);
    }

    public synchronized Optional<FileVersion> version(String id) {
        return SalesforceId.normalise(id).map(versions::get);
    }

    /// Every document, in the order of ids.
    public synchronized List<StoredFile> documents() {
        return new ArrayList<>(documents.values());
    }

    private FileVersion version(String documentId, int number, String name, byte[] content) {
        String id = SalesforceId.of(VERSION_PREFIX, ++versionCount);
        FileVersion version = new FileVersion(id, documentId, number, name, content, clock.stamp());
        versions.put(id, version);
        return version;
    }
}

package dev.allotrope.sync.process;

import dev.allotrope.chunk.Chunker;
import dev.allotrope.embed.Costs;
import dev.allotrope.embed.Embedders;
import dev.allotrope.job.Jobs;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.parse.FileParser;
import dev.allotrope.parse.Parser;
import dev.allotrope.sync.Upkeep;
import dev.allotrope.sync.files.FileReading;
import java.time.Duration;
import java.time.InstantSource;

/// The package as it is wired in the server.
public final class TestProcessing {
    /// Loading the encoding takes a second, so all share one.
    private static final Chunker CHUNKER = new Chunker();

    private static final FileParser FILES = new FileParser(FileParser.Limits.DEFAULT);

    private TestProcessing() {}

    public static Processing over(TestLibrary library, Embedders embedders) {
        Preparation preparation = new Preparation(new Parser(), CHUNKER, embedders, Costs.NONE);
        return new Processing(
                library.contents,
                library.uploads,
                new FileReading(library.attachments.files, FILES),
                library.intake,
                new Making(preparation, library.embeddings),
                InstantSource.system());
    }

    /// One document after another.
    public static Reembedding reembedding(TestLibrary library, Embedders embedders, Jobs jobs, InstantSource clock) {
        return reembedding(library, embedders, jobs, clock, 1);
    }

    static Reembedding reembedding(
            TestLibrary library, Embedders embedders, Jobs jobs, InstantSource clock, int threads) {
        Preparation preparation = new Preparation(new Parser(), CHUNKER, embedders, Costs.NONE);
        return new Reembedding(
                new Reembedding.Stores(library.reembeddings, library.contents, library.uploads),
                new Making(preparation, library.embeddings),
                embedders,
                jobs,
                clock,
                threads);
    }

    /// What wakes wishes whose job was lost.
    public static Upkeep unfinished(Reembedding reembedding) {
        return new Upkeep("unfinished", Duration.ZERO, reembedding::sweep);
    }
}

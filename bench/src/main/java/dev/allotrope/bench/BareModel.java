package dev.allotrope.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// ONNX Runtime and the tokenizer with nothing around them: the least that turns a text into a vector.
public final class BareModel implements AutoCloseable {
    private static final String MODEL = "bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "bge-small-en-v1.5-q-tokenizer.json";
    private static final String QUERY_PREFIX = "Represent this sentence for searching relevant passages: ";
    private static final int MAX_TOKENS = 512;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final HuggingFaceTokenizer tokenizer;
    private final OrtSession session;

    public BareModel() throws IOException, OrtException {
        System.setProperty("RUST_FLAVOR", "cpu");
        System.setProperty("ai.djl.offline", "true");
        try (InputStream in = open(TOKENIZER)) {
            tokenizer = HuggingFaceTokenizer.newInstance(in, Map.of("padding", "false", "truncation", "false"));
        }
        try (InputStream in = open(MODEL);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(in.readAllBytes(), options);
        }
    }

    /// Embeds every text once, on so many threads that take the next text when they are free. Returns the seconds.
    double seconds(List<String> texts, int threads) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(_ -> workers.submit(() -> {
                        for (int at = next.getAndIncrement(); at < texts.size(); at = next.getAndIncrement()) {
                            embed(texts.get(at));
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> done : all) {
                done.get();
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /// The vector of a passage.
    public float[] passage(String text) throws OrtException {
        return embed(text);
    }

    public float[] query(String text) throws OrtException {
        return embed(QUERY_PREFIX + text);
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }

    private float[] embed(String text) throws OrtException {
        long[] all = tokenizer.encode(text, true, false).getIds();
        long[] ids = all.length <= MAX_TOKENS ? all : Arrays.copyOf(all, MAX_TOKENS);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor tokens = tensor(ids);
                OnnxTensor mask = tensor(ones);
                OnnxTensor types = tensor(new long[ids.length]);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
            FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] vector = new float[SeededEmbedder.DIMENSIONS];
            states.get(0, vector);
            return vector;
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private static InputStream open(String file) {
        InputStream in = BareModel.class.getClassLoader().getResourceAsStream(file);
        if (in == null) {
            throw new IllegalStateException("the model file " + file + " is not on the class path");
        }
        return in;
    }
}

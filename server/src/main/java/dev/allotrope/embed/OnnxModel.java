package dev.allotrope.embed;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A loaded model: one session for bulk work, one for queries, one tokenizer. All may be used by many threads at
/// once; each run computes on the thread that asks for it.
final class OnnxModel implements AutoCloseable {
    /// Which session runs.
    enum Lane {
        BULK,
        QUERY
    }

    /// No token of a WordPiece vocabulary stands for more than one word, and words are rarely longer than this.
    private static final int CHARS_PER_TOKEN_LIMIT = 100;

    private final OnnxArtifact artifact;
    private final OrtEnvironment environment;
    private final HuggingFaceTokenizer tokenizer;
    private final OrtSession bulk;
    private final OrtSession query;

    private OnnxModel(OnnxArtifact artifact) throws IOException, OrtException {
        this.artifact = artifact;
        // The tokenizer's library would look for a graphics card and download a build for it. It reads system
        // properties only.
        System.setProperty("RUST_FLAVOR", "cpu");
        System.setProperty("ai.djl.offline", "true");
        try (InputStream in = artifact.files().tokenizer()) {
            tokenizer = HuggingFaceTokenizer.newInstance(in, Map.of("padding", "false", "truncation", "false"));
        }
        environment = OrtEnvironment.getEnvironment();
        bulk = session();
        query = session();
    }

    static OnnxModel load(OnnxArtifact artifact) throws IOException, OrtException {
        return new OnnxModel(artifact);
    }

    /// How many tokens a text has, without special tokens.
    int tokens(String text) {
        return tokenizer.encode(text, false, false).getIds().length;
    }

    /// The vector of one text, cut to what the model can read.
    Embedding embed(String text, Lane lane) {
        long[] ids = ids(text);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor tokens = tensor(ids);
                OnnxTensor mask = tensor(ones);
                OnnxTensor types = tensor(new long[ids.length])) {
            return run(lane == Lane.QUERY ? query : bulk, tokens, mask, types);
        } catch (OrtException e) {
            throw new IllegalStateException("the model refused an input of " + ids.length + " tokens", e);
        }
    }

    private Embedding run(OrtSession session, OnnxTensor tokens, OnnxTensor mask, OnnxTensor types)
            throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("input_ids", tokens);
        inputs.put("attention_mask", mask);
        inputs.put("token_type_ids", types);
        // Not every model wants all three.
        inputs.keySet().retainAll(session.getInputNames());
        try (OrtSession.Result result = session.run(inputs)) {
            return unit(pooled((OnnxTensor) result.get(0)));
        }
    }

    /// A model answers with a vector for each token, or with the text's own.
    private float[] pooled(OnnxTensor output) {
        long[] shape = output.getInfo().getShape();
        int length = (int) shape[shape.length - 1];
        if (length != artifact.dimensions()) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not embed with " + artifact.name() + ": its vectors have length " + length + " and not the "
                            + artifact.dimensions() + " that are configured");
        }
        int tokens = shape.length == 2 ? 1 : (int) shape[1];
        return artifact.pooling().pool(output.getFloatBuffer(), tokens, length);
    }

    /// The last of the ids is the mark of the end, which a cut input needs as well.
    private long[] ids(String text) {
        int most = artifact.maxTokens() * CHARS_PER_TOKEN_LIMIT;
        long[] ids = tokenizer
                .encode(text.length() <= most ? text : text.substring(0, most), true, false)
                .getIds();
        if (ids.length <= artifact.maxTokens()) {
            return ids;
        }
        long[] cut = Arrays.copyOf(ids, artifact.maxTokens());
        cut[cut.length - 1] = ids[ids.length - 1];
        return cut;
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private static Embedding unit(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        double length = Math.sqrt(sum);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / length);
        }
        return new Embedding(values);
    }

    /// One thread a run: work on one core each scales, threads that wait for each other do not.
    private OrtSession session() throws IOException, OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return artifact.files().session(environment, options);
        }
    }

    @Override
    public void close() {
        try {
            query.close();
            bulk.close();
        } catch (OrtException e) {
            throw new IllegalStateException("could not close the model's sessions", e);
        } finally {
            tokenizer.close();
        }
    }
}

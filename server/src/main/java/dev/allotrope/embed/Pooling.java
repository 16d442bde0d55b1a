package dev.allotrope.embed;

import java.nio.FloatBuffer;
import java.util.Locale;

/// How the vectors that a model has for the tokens of a text become the vector of the text.
enum Pooling {
    /// The first token's, which stands for the whole.
    CLS {
        @Override
        float[] pool(FloatBuffer states, int tokens, int dimensions) {
            float[] first = new float[dimensions];
            states.get(0, first);
            return first;
        }
    },
    /// Their mean.
    MEAN {
        @Override
        float[] pool(FloatBuffer states, int tokens, int dimensions) {
            float[] mean = new float[dimensions];
            float[] state = new float[dimensions];
            for (int token = 0; token < tokens; token++) {
                states.get(token * dimensions, state);
                for (int i = 0; i < dimensions; i++) {
                    mean[i] += state[i] / tokens;
                }
            }
            return mean;
        }
    },
    /// The last token's, as models that read from left to right have it.
    LAST {
        @Override
        float[] pool(FloatBuffer states, int tokens, int dimensions) {
            float[] last = new float[dimensions];
            states.get((tokens - 1) * dimensions, last);
            return last;
        }
    };

    abstract float[] pool(FloatBuffer states, int tokens, int dimensions);

    /// As settings and ids have it.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

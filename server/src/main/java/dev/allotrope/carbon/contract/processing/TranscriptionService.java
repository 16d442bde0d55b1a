package dev.allotrope.carbon.contract.processing;

import dev.allotrope.carbon.wire.WireEnum;

/// Services that transcribe audio; accepted and without effect.
public enum TranscriptionService implements WireEnum.Lowercase {
    ASSEMBLYAI,
    DEEPGRAM
}

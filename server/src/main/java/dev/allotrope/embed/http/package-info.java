/// How providers of models are asked over HTTP: one POST of JSON, with an end to the time, the tries and the answer.
///
/// Start at [ProviderCalls]. A provider is what the operator configured, so its address may be in a private network;
/// redirects are answers like any other. What comes back is a [Reply]; no body of an error is read or told, because it
/// may quote keys and texts.
@NullMarked
@NamedInterface("http")
package dev.allotrope.embed.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

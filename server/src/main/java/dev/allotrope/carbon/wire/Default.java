package dev.allotrope.carbon.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value of a field that is absent: a JSON text, or the bare text for strings and enums.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    String value();

    /// Whether null means the default too; otherwise null is an error.
    boolean orNull() default false;
}

package io.github.resnet50.basics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a report's record that only groups others: in JSON its own components stand in its
 * place; where it is null, they are absent. So a record with many keys can be made of few parts,
 * and some keys stand only where there is something to say.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Inline {}

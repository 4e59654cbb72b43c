package io.github.resnet50.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an option that decides what a prediction file's bytes are: its value stands in the file's
 * journal, and a run that resumes must have the same.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Journaled {
  /** The name of the setting in the journal; options that decide it together share one. */
  String value();

  /** The contrary: an option that may be another in the run that resumes. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.FIELD)
  @interface Not {
    /** Why no record depends on it, or how a change is noticed all the same. */
    String value();
  }
}

package io.github.resnet50.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an option that affects the bytes of a prediction file: its value is recorded in the file's
 * journal, and a run that resumes must have the same.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Journaled {
  /**
   * The name of the setting in the journal: of this option alone, unless {@code JournalSettings}
   * writes out what several determine together.
   */
  String value();

  /** Whether the option names a file whose content counts, wherever it is. */
  boolean byContent() default false;

  /** The opposite: an option that may differ in a resumed run. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.FIELD)
  @interface Not {
    /** Why no record depends on the option, or how a change is noticed all the same. */
    String value();
  }
}

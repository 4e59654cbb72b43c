package io.github.resnet50.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The heading under which a command's help lists an option: of the option itself, else of the class
 * that declares it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface Heading {
  Section value();

  /** The sections of a help text, in their order. */
  enum Section {
    INPUT("Input"),
    LABELS("Labels"),
    MODEL("Model and speed"),
    METHOD("Method"),
    PREPROCESSING("Preprocessing and labels"),
    OUTPUT("Output"),
    RESUMING("Stopping and resuming"),
    UNCERTAINTY("Uncertainty"),
    DECISION("From classes to a decision"),
    SCORES("Required scores"),
    GENERAL("General");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    /** As in the help text. */
    public String title() {
      return title;
    }
  }
}

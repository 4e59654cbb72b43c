package io.github.resnet50.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers that an option takes; {@link Ranges#check} refuses others by the option's name. On a
 * field of numbers, of a list of numbers, or of a text that is a number or the word {@link #or}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Range {
  double min() default Double.NEGATIVE_INFINITY;

  double max() default Double.POSITIVE_INFINITY;

  /** Whether the minimum itself is excluded. */
  boolean aboveMin() default false;

  /** Whether the maximum itself is excluded. */
  boolean belowMax() default false;

  /** What the numbers count, such as {@code pixels}. */
  String unit() default "";

  /** A word accepted instead of a number. */
  String or() default "";

  /** Whether a text must be a whole number. */
  boolean whole() default false;

  /** The maximum in words, such as {@code a day}. */
  String maxInWords() default "";
}

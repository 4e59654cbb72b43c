package io.github.resnet50.spark;

/** Something is in the output's place, and may not be replaced. */
final class OutputExistsException extends Exception {
  private static final long serialVersionUID = 1L;

  OutputExistsException(String output) {
    super(output + ": exists already (--overwrite replaces it)");
  }
}

package io.github.resnet50.report.journal;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;

/**
 * What a journal tells a file by from what it will be later.
 *
 * @param name as in its record
 * @param state its size and modification time, or why it cannot be read
 * @param digits the same in {@value RecordedBatch.Inputs#STATE_DIGITS} hexadecimal digits: that a
 *     changed file goes unnoticed happens once in four billion
 * @param content of the SHA-256 of its bytes the first {@value RecordedBatch.Inputs#CONTENT_DIGITS}
 *     digits, or {@link #NO_CONTENT}
 */
record FileState(String name, String state, String digits, String content) {
  static final String NO_CONTENT = "-".repeat(RecordedBatch.Inputs.CONTENT_DIGITS);

  /**
   * Looks at a file.
   *
   * @param byContent whether to read it
   */
  static FileState of(ImageRef ref, boolean byContent) {
    String state = ref.state();
    return new FileState(ref.name(), state, digits(state), byContent ? contentOf(ref) : NO_CONTENT);
  }

  /** Of a file of which only a journal still knows. */
  static FileState recorded(String name, String digits, String content) {
    return new FileState(name, "recorded " + digits, digits, content);
  }

  /** A state in few digits. */
  static String digits(String state) {
    return new Sha256().add(state).hex().substring(0, RecordedBatch.Inputs.STATE_DIGITS);
  }

  private static String contentOf(ImageRef ref) {
    try {
      return Sha256.of(ref.read()).hex().substring(0, RecordedBatch.Inputs.CONTENT_DIGITS);
    } catch (ImageException e) {
      return NO_CONTENT; // then its state decides
    }
  }

  boolean hasContent() {
    return !content.equals(NO_CONTENT);
  }
}

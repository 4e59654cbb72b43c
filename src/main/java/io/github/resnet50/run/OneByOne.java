package io.github.resnet50.run;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.report.ImageScores;
import java.util.List;

/**
 * Second attempts at a batch on which the engine has failed: image by image, so that one that it
 * cannot take costs one record and not the run. Where it takes none of them it is given a blank
 * image; an engine that fails on that too is broken, and the images are not to blame.
 */
final class OneByOne {
  private final BatchScorer scorer;

  OneByOne(BatchScorer scorer) {
    this.scorer = scorer;
  }

  /**
   * What came of an image.
   *
   * @param scores null where the engine failed on it
   * @param failure why, or null
   */
  record Attempt(ImageScores scores, String failure) {}

  /**
   * @param images all of the batch, as in {@link BatchScorer#score}
   * @param cause why the batch failed
   * @return one attempt an image
   * @throws InferenceException the cause, where the engine is broken
   */
  List<Attempt> attempt(List<byte[]> images, InferenceException cause) throws InferenceException {
    List<Attempt> attempts = images.stream().map(this::attempt).toList();
    if (attempts.stream().allMatch(attempt -> attempt.scores() == null)
        && attempt(new byte[images.get(0).length]).scores() == null) {
      throw cause;
    }
    return attempts;
  }

  private Attempt attempt(byte[] image) {
    try {
      return new Attempt(scorer.score(List.of(image)).get(0), null);
    } catch (InferenceException | OutOfMemoryError e) {
      return new Attempt(null, String.valueOf(e.getMessage()));
    }
  }
}

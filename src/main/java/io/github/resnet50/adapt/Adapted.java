package io.github.resnet50.adapt;

import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.check.Overfitting;
import io.github.resnet50.adapt.train.Fit;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.head.Head;
import java.util.List;

/**
 * What came of an adaptation.
 *
 * @param head learnt from all training images
 * @param choice the settings it was trained with
 * @param training how well heads do on what they have learnt from; the mean where there were
 *     several
 * @param unseen what the verdicts rest on: the held-out images where there are any, else all images
 *     by cross-validation
 * @param crossValidated accuracy; null where there was no cross-validation
 * @param heldOut accuracy; null where no images were held out
 * @param suspects among the training images
 */
record Adapted(
    Head head,
    Choice choice,
    Fit training,
    Judged unseen,
    Estimate crossValidated,
    Estimate heldOut,
    Overfitting overfitting,
    LearningCurve learningCurve,
    List<Suspect> suspects) {
  Adapted {
    suspects = List.copyOf(suspects);
  }
}

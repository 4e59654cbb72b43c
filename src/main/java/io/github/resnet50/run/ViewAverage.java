package io.github.resnet50.run;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Views;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A predictor that is shown every view of the images of a batch, a batch for each view, and whose
 * outputs are averaged: probabilities after their softmax, logits as they are. For one thread.
 */
final class ViewAverage implements AutoCloseable {
  private final Predictor predictor;
  private final Views views;
  private final ModelOutput[] outputs;

  /**
   * @param predictor closed with this
   * @param outputs with a row an image
   */
  ViewAverage(Predictor predictor, Views views, ModelOutput... outputs) {
    this.predictor = predictor;
    this.views = views;
    this.outputs = outputs;
  }

  /**
   * Runs the views of a batch.
   *
   * @param images the crops of each
   */
  BatchOutputs run(List<List<RgbImage>> images) throws InferenceException {
    if (views == Views.ONE) {
      return predictor.run(images.stream().map(crops -> crops.get(0).rgb()).toList(), outputs);
    }
    List<BatchOutputs> seen = new ArrayList<>();
    for (int i = 0; i < views.crops(); i++) {
      int crop = i;
      List<RgbImage> shown = images.stream().map(crops -> crops.get(crop)).toList();
      seen.add(predictor.run(shown.stream().map(RgbImage::rgb).toList(), outputs));
      if (views.mirrored()) {
        List<byte[]> mirrored =
            shown.stream().map(image -> Orientation.MIRRORED.apply(image).rgb()).toList();
        seen.add(predictor.run(mirrored, outputs));
      }
    }
    Map<ModelOutput, float[][]> rows = new EnumMap<>(ModelOutput.class);
    for (ModelOutput output : outputs) {
      rows.put(output, mean(seen.stream().map(batch -> batch.of(output)).toList()));
    }
    return new BatchOutputs(rows, List.of());
  }

  private static float[][] mean(List<float[][]> all) {
    float[][] first = all.get(0);
    float[][] mean = new float[first.length][];
    for (int row = 0; row < mean.length; row++) {
      mean[row] = new float[first[row].length];
      for (int i = 0; i < mean[row].length; i++) {
        double sum = 0;
        for (float[][] one : all) {
          sum += one[row][i];
        }
        mean[row][i] = (float) (sum / all.size());
      }
    }
    return mean;
  }

  @Override
  public void close() {
    predictor.close();
  }
}

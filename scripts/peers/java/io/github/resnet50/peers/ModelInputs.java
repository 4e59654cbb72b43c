package io.github.resnet50.peers;

import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.tensorflow.TensorFlowJpegCodec;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Images as the product hands them to a network. */
public final class ModelInputs {
  private static final long ANY_SIZE = Long.MAX_VALUE;

  private ModelInputs() {}

  /**
   * Reads the first images of a walk. TensorFlow's library has to be up.
   *
   * @param channelsFirst {@code [channels, height, width]} instead of {@code [height, width,
   *     channels]}
   * @return one direct buffer an image
   */
  public static List<FloatBuffer> read(
      List<String> paths, int most, ModelSpec spec, boolean channelsFirst)
      throws IOException, ImageException {
    Preprocessing steps = spec.preprocessing();
    Preprocessor preprocessor = new Preprocessor(steps);
    InputFiller filler = new InputFiller(steps, channelsFirst);
    int values = filler.values(steps.width() * steps.height());
    List<FloatBuffer> inputs = new ArrayList<>();
    try (ImageScanner scanner = new ImageScanner(ScanOptions.of(paths));
        ImageDecoder decoder = new ImageDecoder(ANY_SIZE, List.of(new TensorFlowJpegCodec()))) {
      while (inputs.size() < most && scanner.hasNext()) {
        ImageRef ref = scanner.next();
        byte[] rgb = preprocessor.apply(decoder.decode(ref.read(), preprocessor::reduction)).rgb();
        FloatBuffer input =
            ByteBuffer.allocateDirect(Float.BYTES * values)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        filler.fill(rgb, input);
        inputs.add(input.flip());
      }
    }
    return inputs;
  }
}

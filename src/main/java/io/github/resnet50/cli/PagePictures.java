package io.github.resnet50.cli;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.model.ModelException;
import java.util.Optional;

/** Pictures of a few images for a page, decoded for it. */
final class PagePictures implements AutoCloseable {
  private static final int USUAL_SIDE = 224;

  private final ImageDecoder decoder;
  private final Preprocessor preprocessor;

  private PagePictures(ImageDecoder decoder, Preprocessing preprocessing) {
    this.decoder = decoder;
    this.preprocessor = new Preprocessor(preprocessing);
  }

  /** What a model sees of them. */
  static PagePictures of(RunSetup run) throws ModelException {
    Engine engine = run.engine();
    engine.start();
    return new PagePictures(
        engine.decoder(run.config().limits().maxPixels()), run.spec().preprocessing());
  }

  /** What most models would see of them, where none is known; needs no engine. */
  static PagePictures ofNoModel() {
    return new PagePictures(
        new ImageDecoder(ImageDecoder.MAX_PIXELS),
        new Preprocessing(
            USUAL_SIDE, USUAL_SIDE, Resizing.usual(USUAL_SIDE), Scaling.NONE, ChannelOrder.RGB));
  }

  /** Empty where the image is gone or cannot be read. */
  Optional<RgbImage> picture(ImageSource source) {
    try {
      return Optional.of(
          preprocessor.apply(decoder.decode(source.read(), preprocessor::reduction)));
    } catch (ImageException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}

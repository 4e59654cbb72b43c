package io.github.resnet50.cli;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelException;
import java.nio.file.Path;

/** Preprocessed pixels of a few images, read again for a page. */
final class SuspectPictures implements AutoCloseable {
  private final ImageDecoder decoder;
  private final Preprocessor preprocessor;

  SuspectPictures(RunSetup run) throws ModelException {
    Engine engine = run.engine();
    engine.start();
    this.decoder = engine.decoder(run.config().limits().maxPixels());
    this.preprocessor = new Preprocessor(run.spec().preprocessing());
  }

  /** Null if the image no longer exists. */
  RgbImage of(String path) {
    try {
      return preprocessor.apply(
          decoder.decode(new FileSource(Path.of(path)).read(), preprocessor::reduction));
    } catch (ImageException e) {
      return null;
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}

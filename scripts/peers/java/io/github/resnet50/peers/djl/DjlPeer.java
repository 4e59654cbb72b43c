package io.github.resnet50.peers.djl;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.Home;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.timing.ThroughputMeter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One process of DJL as its examples show it: {@code ImageFactory}, the {@code
 * ImageClassificationTranslator} that {@code serving.properties} describes, {@code batchPredict} on
 * the SavedModel as exported, one thread. Only TensorFlow's library comes from the product's jars,
 * because DJL would download it from a place that is no public registry.
 */
public final class DjlPeer implements Callable<Integer> {
  private static final int TOP = 5;

  @Option(names = "--model", required = true)
  Path model;

  @Option(names = "--batch-size", required = true)
  int batchSize;

  @Option(names = "--predictions", required = true)
  Path predictions;

  @Option(names = "--result", required = true)
  Path result;

  @Parameters List<String> paths;

  /** Ends the process with 0, or with another code and the reason on standard error. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new DjlPeer()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    ThroughputMeter meter = new ThroughputMeter(System.nanoTime(), 1);
    new NativeLibrary(Home.of(System.getenv())).load();
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optModelPath(model)
            .optEngine("TensorFlow")
            .optTranslatorFactory(new ImageClassificationTranslatorFactory())
            .build();
    try (ZooModel<Image, Classifications> zooModel = criteria.loadModel();
        Predictor<Image, Classifications> predictor = zooModel.newPredictor();
        ImageScanner scanner = new ImageScanner(ScanOptions.of(paths));
        Writer out = Files.newBufferedWriter(predictions);
        CsvSink sink = new CsvSink(out, TOP)) {
      while (scanner.hasNext()) {
        List<ImageRef> refs = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        while (scanner.hasNext() && refs.size() < batchSize) {
          ImageRef ref = scanner.next();
          refs.add(ref);
          images.add(ImageFactory.getInstance().fromFile(Path.of(ref.name())));
        }
        List<Classifications> classified = predictor.batchPredict(images);
        meter.batchDone(refs.size(), System.nanoTime());
        for (int i = 0; i < refs.size(); i++) {
          sink.write(record(refs.get(i), images.get(i), classified.get(i)));
        }
      }
    }
    Files.writeString(
        result, ReportJson.GSON.toJson(Map.of("images_per_second", meter.imagesPerSecond())));
    return 0;
  }

  private static ItemResult record(ImageRef ref, Image image, Classifications classified) {
    List<Prediction> best = new ArrayList<>();
    for (Classifications.Classification item : classified.topK(TOP)) {
      String name = item.getClassName();
      best.add(
          new Prediction(
              classified.getClassNames().indexOf(name), name, name, (float) item.getProbability()));
    }
    return new ItemResult.Predicted(
        ref.index(), ref.name(), image.getWidth(), image.getHeight(), best);
  }
}

package io.github.resnet50.model.intake;

import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.InputStage;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.intake.ScalingFinder.Fit;
import io.github.resnet50.model.intake.ScalingFinder.InferredScaling;
import io.github.resnet50.model.store.ModelCard.KnownFrom;
import io.github.resnet50.model.store.ModelCard.PreprocessingStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tensorflow.proto.DataType;

/**
 * Determines a model's preprocessing. The user's options take precedence over the model's own
 * {@code serving.properties}, and these over what can be inferred.
 */
final class PreprocessingChoice {
  private final ImportRequest.GraphSettings run;
  private final ImportRequest.ImageSettings asked;
  private final SignatureInput input;
  private final GivenProperties given;
  private final Path model;
  private final Consumer<String> notes;

  /**
   * The outcome.
   *
   * @param properties the keys of {@code serving.properties}; the caller may change them
   */
  record Made(
      Map<String, String> properties, PreprocessingStep scaling, PreprocessingStep resize) {}

  PreprocessingChoice(
      ImportRequest request,
      SignatureInput input,
      GivenProperties given,
      Path model,
      Consumer<String> notes) {
    this.run = request.graph();
    this.asked = request.input();
    this.input = input;
    this.given = given;
    this.model = model;
    this.notes = notes;
  }

  /**
   * Determines it; the engine must have been started.
   *
   * @throws ModelException naming the option that has to be given
   */
  Made make() throws ModelException, SavedModelException, IOException {
    int width =
        SignatureInput.side(input.width(), first(asked.width(), given.size("width")), "width");
    int height =
        SignatureInput.side(input.height(), first(asked.height(), given.size("height")), "height");
    Map<String, String> properties = new TreeMap<>(given.withoutScaling());
    properties.put("engine", "TensorFlow");
    properties.put("width", Integer.toString(width));
    properties.put("height", Integer.toString(height));
    // Whichever file the labels come from.
    properties.put(ServingProperties.LABELS, ServingProperties.LABEL_FILE);
    putIfGiven(properties, ServingProperties.SIGNATURE, run.signature());
    putIfGiven(properties, ServingProperties.OUTPUT, run.output());
    PreprocessingStep resize = resize(properties, width, height);
    PreprocessingStep scaling = scaling(properties);
    return new Made(properties, scaling, resize);
  }

  private static Integer first(Integer byUser, Integer byFile) {
    return byUser == null ? byFile : byUser;
  }

  private static void putIfGiven(Map<String, String> properties, String key, String value) {
    if (value != null) {
      properties.put(key, value);
    }
  }

  private PreprocessingStep resize(Map<String, String> properties, int width, int height) {
    if (asked.resizing() == null && given.saysResize()) {
      return new PreprocessingStep("as " + given.source() + " says", KnownFrom.GIVEN, null);
    }
    Resizing resizing =
        asked.resizing() == null ? Resizing.usual(Math.max(width, height)) : asked.resizing();
    GivenProperties.dropResize(properties);
    String interpolation = properties.get(ServingProperties.INTERPOLATION);
    resizing
        .properties()
        .forEach((key, value) -> putIfGiven(properties, key, value.equals("false") ? null : value));
    putIfGiven(properties, ServingProperties.INTERPOLATION, interpolation);
    String words = words(resizing);
    if (asked.resizing() != null) {
      return new PreprocessingStep(words, KnownFrom.ASKED, null);
    }
    notes.accept(
        "resize %s assumed, as ImageNet models are evaluated; another: --resize N|squeeze"
            .formatted(words));
    return new PreprocessingStep(words, KnownFrom.ASSUMED, null);
  }

  private static String words(Resizing resizing) {
    return resizing.centerCrop()
        ? "short side to " + resizing.resizeShort() + ", then the middle"
        : "whole image, squeezed";
  }

  private PreprocessingStep scaling(Map<String, String> properties)
      throws ModelException, SavedModelException, IOException {
    if (input.isGray() && asked.channelOrder() != null) {
      throw new ModelException("the model takes gray images: they have no --channel-order");
    }
    UsualScaling scaling = asked.scaling();
    if (scaling != null) {
      requirePossible(scaling);
      return usual(properties, scaling, scaling.usualOrder(input.isGray()), KnownFrom.ASKED, null);
    }
    if (given.saysScaling()) {
      return givenScaling(properties);
    }
    InferredScaling found;
    try {
      found = find(properties);
    } catch (ModelException e) {
      if (given.usualScaling() == null) {
        throw e;
      }
      return assumed(properties, given.usualScaling());
    }
    PreprocessingStep choice =
        usual(properties, found.scaling(), found.order(), KnownFrom.INFERRED, found.evidence());
    notes.accept("scaling " + choice.value() + " inferred from " + found.evidence());
    return choice;
  }

  private PreprocessingStep assumed(Map<String, String> properties, UsualScaling usual) {
    UsualScaling scaling = input.isGray() ? UsualScaling.UNIT : usual;
    PreprocessingStep choice =
        usual(properties, scaling, scaling.usualOrder(input.isGray()), KnownFrom.ASSUMED, null);
    notes.accept("scaling %s assumed; another: --scaling".formatted(choice.value()));
    return choice;
  }

  private void requirePossible(UsualScaling scaling) throws ModelException {
    if (input.isGray() && !UsualScaling.of(ChannelOrder.GRAY).contains(scaling)) {
      throw new ModelException(
          "the model takes gray images: --scaling %s cannot be; take tf, unit or raw"
              .formatted(scaling.option()));
    }
    if (input.dtype() == DataType.DT_UINT8 && scaling != UsualScaling.RAW) {
      throw new ModelException(
          "the model takes whole numbers 0..255: --scaling " + scaling.option() + " cannot be");
    }
  }

  /**
   * Sets the keys of a scaling; the user's order of channels takes precedence over its usual one.
   */
  private PreprocessingStep usual(
      Map<String, String> properties,
      UsualScaling scaling,
      ChannelOrder usualOrder,
      KnownFrom origin,
      String evidence) {
    ChannelOrder order = asked.channelOrder() == null ? usualOrder : asked.channelOrder();
    properties.putAll(scaling.properties(order));
    return new PreprocessingStep(scaling.describe(order), origin, evidence);
  }

  private PreprocessingStep givenScaling(Map<String, String> properties) {
    for (String key : List.of("toTensor", "normalize", "range", "channelOrder")) {
      putIfGiven(properties, key, given.values().get(key));
    }
    if (input.isGray()) {
      properties.put("flag", "GRAYSCALE");
    }
    if (asked.channelOrder() != null) {
      properties.put("channelOrder", asked.channelOrder().name());
    }
    return new PreprocessingStep(words(properties), KnownFrom.GIVEN, null);
  }

  private static String words(Map<String, String> properties) {
    String normalize = properties.getOrDefault("normalize", "false");
    String scale = properties.getOrDefault("toTensor", "true").equals("true") ? "0..1" : "0..255";
    String order = properties.getOrDefault("channelOrder", "RGB").toUpperCase(Locale.ROOT);
    return (properties.containsKey("range") ? "range=" + properties.get("range") : scale)
        + (normalize.equals("false") ? "" : ", normalize=" + normalize)
        + (properties.containsKey("flag") ? ", " + properties.get("flag") : ", " + order);
  }

  private InferredScaling find(Map<String, String> geometry)
      throws ModelException, SavedModelException, IOException {
    if (new ModelDirectory(model).original().isPresent()) {
      throw unknown("it runs as it came, as a file of ONNX");
    }
    PrepareOptions options =
        PrepareOptions.defaults().withSignature(run.signature()).withTrustModel(run.trusted());
    try (InputStage stage = InputStage.open(model, options)) {
      ScalingFinder finder = new ScalingFinder(input, stage);
      Optional<InferredScaling> byGraph = finder.fromGraph();
      if (byGraph.isPresent()) {
        return byGraph.get();
      }
      List<Fit> fits = finder.fits(geometry);
      return ScalingFinder.clearlyBest(fits)
          .orElseThrow(
              () ->
                  unknown(
                      fits.isEmpty()
                          ? "it has no batch normalisation near its input to compare with"
                          : "its batch-norm statistics fit none clearly: "
                              + ScalingFinder.table(fits)));
    } catch (UnpreparableModelException e) {
      throw unknown(e.getMessage());
    }
  }

  private ModelException unknown(String reason) {
    String forColours =
        input.isGray() ? "" : "torch (ImageNet mean and std), caffe (BGR minus mean), ";
    return new ModelException(
        ("how pixels are scaled for this model cannot be found out (%s): say it with"
                + " --scaling %stf (-1..1), unit (0..1) or raw (0..255)")
            .formatted(reason, forColours));
  }
}

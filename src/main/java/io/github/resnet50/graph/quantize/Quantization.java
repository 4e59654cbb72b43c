package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * The 8-bit forms of one model: calibrated once, then written for any choice of how ranges are
 * clipped, whether biases are corrected and which convolutions stay float. Belongs to one thread;
 * the engine must be up.
 */
public final class Quantization implements AutoCloseable {
  private final ModelGraph model;
  private final GraphSession session;
  private final Map<String, ConvolutionSite> sites;
  private final Calibration calibration = new Calibration();
  private int images;

  /**
   * Opens the float model for calibration.
   *
   * @param prepared the float model; not changed
   */
  public Quantization(ModelGraph prepared) throws UnpreparableModelException {
    FlatGraph graph = new FlatGraph(prepared.graph().toGraphDef(), prepared.graph().outputs());
    new ResidualSplitter().apply(graph);
    this.model = prepared.with(graph);
    this.sites = model.convolutions();
    this.session = model.open();
  }

  /** The float model, ready to run, with its residual additions split as quantising needs them. */
  public GraphSession floating() {
    return session;
  }

  /**
   * Adds a batch of images to the statistics of the activations.
   *
   * @param batch as {@link ModelGraph#batch} makes it
   */
  public void calibrate(HostTensor batch) throws UnpreparableModelException {
    List<TensorRef> watched =
        sites.values().stream()
            .flatMap(site -> Stream.of(site.input(), site.output(), residual(site)))
            .distinct()
            .toList();
    try {
      calibration.add(session, batch, watched);
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
    images += Math.toIntExact(batch.shape().get(0));
  }

  private static TensorRef residual(ConvolutionSite site) {
    return site.residual() == null ? site.output() : site.residual();
  }

  /** The names of the convolutions that can run in 8 bits, in the graph's order. */
  public List<String> convolutions() {
    return List.copyOf(sites.keySet());
  }

  /**
   * Floating-point operations for one image of all convolutions but those that stay float.
   *
   * @param kept names of those
   */
  public long operations(Set<String> kept) {
    long operations = 0;
    for (ConvolutionSite site : without(kept).values()) {
      operations += 2L * site.kernel().elements() * calibration.positions(site.output()) / images;
    }
    return operations;
  }

  /**
   * Writes an 8-bit form.
   *
   * @param rule how ranges are chosen
   * @param correctBiases whether biases compensate for the rounding errors of the weights
   * @param kept names of convolutions that stay float
   */
  public ModelGraph quantize(ClippingRule rule, boolean correctBiases, Set<String> kept)
      throws UnpreparableModelException {
    Map<String, ConvolutionSite> used = without(kept);
    Map<String, float[]> biases = new HashMap<>();
    if (correctBiases) {
      used.values()
          .forEach(
              site ->
                  biases.put(
                      site.name(), site.correctedBias(calibration.channelMeans(site.input()))));
    }
    try {
      FlatGraph source = model.graph();
      Quantizer quantizer =
          new Quantizer(
              source,
              Shapes.infer(source),
              tensor -> rule.range(calibration.histogram(tensor)),
              used,
              biases);
      return model.with(quantizer.quantize());
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  private Map<String, ConvolutionSite> without(Set<String> kept) {
    Map<String, ConvolutionSite> used = new LinkedHashMap<>(sites);
    used.keySet().removeAll(kept);
    return used;
  }

  @Override
  public void close() {
    session.close();
  }
}

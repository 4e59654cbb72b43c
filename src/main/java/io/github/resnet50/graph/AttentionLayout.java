package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;

/**
 * Where the tokens of each attention of a transformer lie in the image: all in one grid (ViT,
 * DeiT), or in windows of grids that are halved between stages (Swin).
 *
 * @param layers in the order of the graph; never empty
 * @param placeless how many tokens come before those of places, such as the class token
 * @param classified which of these the scores come from; empty where they come from the mean over
 *     all places
 */
public record AttentionLayout(
    List<AttentionLayer> layers, int placeless, List<Integer> classified) {
  public AttentionLayout {
    layers = List.copyOf(layers);
    classified = List.copyOf(classified);
  }

  /**
   * One attention.
   *
   * @param weights {@code [N * windows, heads, tokens, tokens]} or the like
   * @param height of the grid of places
   * @param width of the grid of places
   * @param tokens that attend to each other
   * @param shift by how many places the grid is rolled, up and left, before it is cut into windows
   */
  public record AttentionLayer(TensorRef weights, int height, int width, int tokens, int shift) {}

  /**
   * Finds the attention of a model.
   *
   * @param file a prepared model, with the signature that has all outputs
   * @throws UnpreparableModelException where there is none, or not all of it is understood; with a
   *     reason for the user
   */
  public static AttentionLayout of(SavedModelFile file)
      throws SavedModelException, UnpreparableModelException {
    FlatGraph graph =
        new FlatGraph(
            file.metaGraph().getGraphDef(), Map.of("logits", file.output(OutputFinder.LOGITS)));
    GraphInput input = file.input();
    List<Long> one = new ArrayList<>(input.sizes());
    one.set(0, 1L); // of one image all sizes are known
    graph.put(Attributes.placeholder(input.tensor().node(), input.dtype(), Attributes.shape(one)));
    graph.prune();
    return of(new AttentionFinder(graph, Shapes.infer(graph)));
  }

  /**
   * Finds the attention of a graph.
   *
   * @param finder in a graph for one image
   */
  static AttentionLayout of(AttentionFinder finder) throws UnpreparableModelException {
    if (finder.weights().isEmpty()) {
      throw new UnpreparableModelException("none was found in its graph");
    }
    for (TensorRef weights : finder.weights()) {
      if (finder.tokens(weights) == 0) {
        throw new UnpreparableModelException(
            "not all its tokens attend to each other: at %s queries are other than keys"
                .formatted(weights.node()));
      }
    }
    List<AttentionLayer> layers = new ArrayList<>();
    TokenGrid grid = null;
    for (TensorRef weights : finder.weights()) {
      int all = finder.windows(weights) * finder.tokens(weights);
      grid = grid == null ? first(finder, all) : merged(grid, all);
      layers.add(layer(finder, weights, grid));
    }
    boolean cut = layers.stream().anyMatch(layer -> isCut(layer));
    if (cut && layers.stream().noneMatch(layer -> layer.shift() > 0)) {
      throw new UnpreparableModelException(
          "its attention is paid within parts of the image, and which places they hold is not seen"
              + " in its graph");
    }
    return new AttentionLayout(layers, grid.prefix(), finder.classified());
  }

  private static boolean isCut(AttentionLayer layer) {
    return layer.tokens() < layer.height() * layer.width();
  }

  /** The grid of the first attention: that of a convolution before it, as it is or pooled. */
  private static TokenGrid first(AttentionFinder finder, int tokens)
      throws UnpreparableModelException {
    Optional<TokenGrid> places = finder.patches();
    if (places.isEmpty()) {
      return TokenGrid.square(tokens).orElseThrow(AttentionLayout::noGrid);
    }
    Optional<TokenGrid> grid = TokenGrid.of(tokens, places.get().height(), places.get().width());
    return grid.isPresent() ? grid.get() : merged(places.get(), tokens);
  }

  /** The same grid, or one whose places are two by two of it. */
  private static TokenGrid merged(TokenGrid grid, int tokens) throws UnpreparableModelException {
    TokenGrid merged = grid;
    while (merged.tokens() > tokens) {
      merged = half(merged);
    }
    if (merged.tokens() != tokens) {
      throw noGrid();
    }
    return merged;
  }

  private static TokenGrid half(TokenGrid grid) throws UnpreparableModelException {
    if (grid.prefix() > 0 || grid.height() % 2 == 1 || grid.width() % 2 == 1) {
      throw noGrid();
    }
    return new TokenGrid(0, grid.height() / 2, grid.width() / 2);
  }

  private static UnpreparableModelException noGrid() {
    return new UnpreparableModelException("the tokens of its attention are no grid of places");
  }

  private static AttentionLayer layer(AttentionFinder finder, TensorRef weights, TokenGrid grid)
      throws UnpreparableModelException {
    int tokens = finder.tokens(weights);
    int shift = 0;
    if (tokens < grid.tokens()) {
      int side = (int) Math.sqrt(tokens);
      if (grid.prefix() > 0
          || side * side != tokens
          || grid.height() % side > 0
          || grid.width() % side > 0) {
        throw noGrid();
      }
      shift = shift(finder.biases(weights), grid, side);
    }
    return new AttentionLayer(weights, grid.height(), grid.width(), tokens, shift);
  }

  /** By how much the windows are shifted, as the mask among what is added to products tells. */
  private static int shift(List<HostTensor> biases, TokenGrid grid, int side)
      throws UnpreparableModelException {
    int high = grid.height() / side;
    int wide = grid.width() / side;
    for (HostTensor bias : biases) {
      long pairs = (long) high * wide * side * side * side * side;
      if (bias.dtype() == DataType.DT_FLOAT && bias.elements() % pairs == 0) {
        ShiftMask mask = new ShiftMask(high, wide, side, bias.floats());
        if (mask.hides()) {
          return mask.shift()
              .orElseThrow(
                  () ->
                      new UnpreparableModelException(
                          "its attention is masked in another way than that of shifted windows"));
        }
      }
    }
    return 0;
  }
}

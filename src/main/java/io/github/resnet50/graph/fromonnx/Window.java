package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;

/** How a convolution or pooling moves over rows and columns. */
record Window(Side rows, Side columns) {

  /**
   * The same along one axis.
   *
   * @param places before padding
   * @param before places added in front
   * @param after places added behind
   * @param counted of these, how many the file declares; the others came by rounding up
   */
  record Side(
      long size, long stride, long dilation, long places, long before, long after, long counted) {

    private long span() {
      return (size - 1) * dilation + 1;
    }

    private long outputs() {
      return (before + places + after - span()) / stride + 1;
    }

    /**
     * Which share of each window counts in a mean.
     *
     * @param padding whether declared padding does
     */
    float[] shares(boolean padding) {
      float[] shares = new float[Math.toIntExact(outputs())];
      long first = padding ? 0 : before;
      long end = padding ? before + places + counted : before + places;
      for (int i = 0; i < shares.length; i++) {
        long from = Math.max(first, i * stride);
        long to = Math.min(end, i * stride + size);
        shares[i] = (float) Math.max(1, to - from) / size;
      }
      return shares;
    }

    private static Side of(Step step, int axis, long size, long places)
        throws UnpreparableModelException {
      long stride = step.integers("strides", List.of(1L, 1L)).get(axis);
      long dilation = step.integers("dilations", List.of(1L, 1L)).get(axis);
      if (size < 1 || stride < 1 || dilation < 1) {
        throw step.unsupported("with a window of size, stride or dilation below 1");
      }
      long span = (size - 1) * dilation + 1;
      String automatic = step.text("auto_pad", "NOTSET");
      if (automatic.startsWith("SAME")) {
        long outputs = (places + stride - 1) / stride;
        long total = Math.max(0, (outputs - 1) * stride + span - places);
        long less = total / 2;
        boolean upper = automatic.equals("SAME_UPPER");
        long before = upper ? less : total - less;
        return new Side(size, stride, dilation, places, before, total - before, total - before);
      }
      List<Long> pads =
          automatic.equals("VALID")
              ? List.of(0L, 0L, 0L, 0L)
              : step.integers("pads", List.of(0L, 0L, 0L, 0L));
      long before = pads.get(axis);
      long after = pads.get(axis + 2);
      if (before < 0 || after < 0) {
        throw step.unsupported("with negative padding");
      }
      long left = before + places + after - span;
      if (left < 0) {
        throw step.unsupported("whose window is larger than its input");
      }
      long more = 0;
      if (step.integer("ceil_mode", 0) == 1 && left % stride != 0) {
        long start = (left / stride + 1) * stride;
        // A window has to start inside the image or the padding in front of it.
        more = start < before + places ? start - left : 0;
      }
      return new Side(size, stride, dilation, places, before, after + more, after);
    }
  }

  /**
   * Reads a node's window.
   *
   * @param size its rows and columns
   * @param places of the input
   */
  static Window of(Step step, List<Long> size, List<Long> places)
      throws UnpreparableModelException {
    return new Window(
        Side.of(step, 0, size.get(0), places.get(0)), Side.of(step, 1, size.get(1), places.get(1)));
  }

  boolean isSquare() {
    return rows.stride == columns.stride;
  }

  boolean isDilated() {
    return rows.dilation > 1 || columns.dilation > 1;
  }

  /** Top, left, bottom, right. */
  List<Long> pads() {
    return List.of(rows.before, columns.before, rows.after, columns.after);
  }
}

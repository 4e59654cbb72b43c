package io.github.resnet50.run;

/**
 * What of the Java heap a run may reckon with.
 *
 * @param decoding shared by all runs of the process, so that large images wait for each other
 * @param windowBytes what the pixels of this run's windows are reckoned against
 */
public record HeapShare(DecodeMemory decoding, long windowBytes) {

  /** All of it. */
  public static HeapShare whole() {
    long heap = Runtime.getRuntime().maxMemory();
    return new HeapShare(new DecodeMemory(heap), heap);
  }
}

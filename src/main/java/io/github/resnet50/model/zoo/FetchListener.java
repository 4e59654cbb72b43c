package io.github.resnet50.model.zoo;

/** Told how a fetch goes on, on the thread that fetches. */
public interface FetchListener {

  /** Another process fetches the same model; this one waits for it, and says so once. */
  default void waiting() {}

  /**
   * Bytes came in.
   *
   * @param done bytes of this model that are here, those of an earlier attempt included; smaller
   *     than before where a transfer starts again
   * @param total bytes to get, as the zoo's metadata says
   */
  void progress(long done, long total);
}

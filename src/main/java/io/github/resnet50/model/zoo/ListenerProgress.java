package io.github.resnet50.model.zoo;

import ai.djl.util.Progress;

/** DJL's progress, in bytes, told to ours. */
final class ListenerProgress implements Progress {
  private final FetchListener listener;
  private long done;
  private long total;

  ListenerProgress(FetchListener listener) {
    this.listener = listener;
  }

  @Override
  public void reset(String message, long max, String trailingMessage) {
    done = 0;
    total = max;
    tell();
  }

  @Override
  public void start(long initialProgress) {
    update(initialProgress, null);
  }

  /** DJL ends after a failure too, so the end says nothing about what is here. */
  @Override
  public void end() {}

  @Override
  public void increment(long increment) {
    done += increment;
    tell();
  }

  @Override
  public void update(long progress, String message) {
    done = progress;
    tell();
  }

  private void tell() {
    listener.progress(done, total);
  }
}

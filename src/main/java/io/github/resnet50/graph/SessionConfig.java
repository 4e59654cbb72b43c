package io.github.resnet50.graph;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/** How TensorFlow runs a graph; all sessions are configured here. */
public enum SessionConfig {
  /** As TensorFlow does without being told. */
  DEFAULT(ConfigProto.getDefaultInstance()),

  /** For graphs that run a few times: TensorFlow's optimiser would cost more than it saves. */
  RUN_ONCE(ConfigProto.newBuilder().setGraphOptions(optimiser(false)).build()),

  /**
   * A run takes one thread, its caller's; the graph is prepared, and nothing is left to optimise in
   * it, which would take seconds at load.
   */
  CALLERS_THREAD(callersThread().setGraphOptions(optimiser(false)).build()),

  /** The same for a graph as it came. */
  CALLERS_THREAD_OPTIMISED(callersThread().setGraphOptions(optimiser(true)).build()),

  /** For decoding: no threads of its own, and no graphics memory. */
  DECODING(callersThread().putDeviceCount("GPU", 0).build());

  private final ConfigProto proto;

  SessionConfig(ConfigProto proto) {
    this.proto = proto;
  }

  public ConfigProto proto() {
    return proto;
  }

  private static ConfigProto.Builder callersThread() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1);
  }

  private static GraphOptions optimiser(boolean on) {
    return GraphOptions.newBuilder()
        .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(!on))
        .build();
  }
}

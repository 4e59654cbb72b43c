package io.github.resnet50.run;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.pipeline.PipelineException;
import java.util.concurrent.atomic.AtomicInteger;

/** The front half of every run: paths are scanned, decoded, and leave as complete windows. */
final class DecodedWindows {
  private DecodedWindows() {}

  /**
   * Starts the two stages. The windows are closed after the last of them.
   *
   * @param paths from the one stage to the other
   * @param windows what comes of both: the scan completes its last window itself
   */
  static void start(
      Pipeline pipeline,
      ScanWorker scan,
      DecodeWorker decode,
      int decoders,
      Channel<Window.Slot> paths,
      Channel<Window> windows) {
    AtomicInteger sources = new AtomicInteger(2);
    Pipeline.Completion end =
        () -> {
          if (sources.decrementAndGet() == 0) {
            windows.close();
          }
        };
    pipeline.stage(
        "scan",
        1,
        scan,
        () -> {
          paths.close();
          end.run();
        });
    pipeline.stage("decode", decoders, decode, end);
  }

  /** A model that does not come up is what the user is told, not in which stage that was met. */
  static void await(Pipeline pipeline)
      throws InterruptedException, ModelException, PipelineException {
    try {
      pipeline.await();
    } catch (PipelineException e) {
      if (e.getCause() instanceof ModelException cause) {
        throw cause;
      }
      throw e;
    }
  }
}

package io.github.resnet50.run;

import io.github.resnet50.pipeline.Channel;
import java.util.concurrent.Semaphore;

/**
 * What the stages of one run share.
 *
 * @param startup engine and model, on their way up
 * @param permits one for each batch that may be under way between scan and write
 * @param paths from the scan to the decoders
 * @param batches complete ones, to the predictors
 */
record RunContext(
    RunConfig config,
    RunListener listener,
    StopSignal stop,
    Startup startup,
    Semaphore permits,
    Channel<Batch.Slot> paths,
    Channel<Batch> batches) {}

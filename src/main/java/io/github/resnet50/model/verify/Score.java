package io.github.resnet50.model.verify;

import com.google.gson.annotations.SerializedName;

/**
 * How well a preprocessing does.
 *
 * @param description the preprocessing, such as {@code RGB, torch, short 256, crop}
 * @param top1 share of images whose true class is the model's first, 0..1
 * @param top5 share of images whose true class is among the model's first five, 0..1
 * @param meanLogProbability mean natural logarithm of the true class's probability; 0 is the best
 */
public record Score(
    String description,
    double top1,
    double top5,
    @SerializedName("mean_log_probability") double meanLogProbability) {}

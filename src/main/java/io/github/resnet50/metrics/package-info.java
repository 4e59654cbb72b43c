/**
 * What several capabilities say of their numbers: {@link io.github.resnet50.metrics.Estimate} and
 * ways to find one.
 */
package io.github.resnet50.metrics;

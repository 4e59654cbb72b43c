/**
 * Images found in predictions: those that are the most alike ({@link
 * io.github.resnet50.find.Ranking}), those that show the same ({@link
 * io.github.resnet50.find.DuplicateSearch}).
 */
package io.github.resnet50.find;

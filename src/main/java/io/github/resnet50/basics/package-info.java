/**
 * The homes of small helpers: text, numbers, digests, files. Everybody may use them; they use the
 * JDK alone. A helper that a second package needs comes here instead of being copied.
 */
package io.github.resnet50.basics;

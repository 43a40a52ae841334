/**
 * Policies as a document: Rollcall's own {@code rules.yaml}, or Istio's {@code VirtualService} and
 * {@code DestinationRule}. Begin with {@link io.rollcall.rules.RuleDocument}.
 */
@NullMarked
package io.rollcall.rules;

import org.jspecify.annotations.NullMarked;

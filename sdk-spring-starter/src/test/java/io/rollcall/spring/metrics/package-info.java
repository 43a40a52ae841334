/** The meters of an application. */
package io.rollcall.spring.metrics;

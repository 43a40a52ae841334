/** The starter in whole applications, and in slices of them. */
package io.rollcall.spring;

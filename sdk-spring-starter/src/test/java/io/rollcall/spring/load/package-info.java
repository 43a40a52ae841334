/** The report of load. */
package io.rollcall.spring.load;

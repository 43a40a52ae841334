/** The report of the load. */
package io.rollcall.spring.load;
